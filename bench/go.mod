module github.com/ringmpsc/ringmpsc-go/bench

go 1.26.0

require (
	github.com/Workiva/go-datastructures v1.1.7
	github.com/bytedance/gopkg v0.1.4
	github.com/puzpuzpuz/xsync/v4 v4.5.0
	github.com/ringmpsc/ringmpsc-go v0.0.0
)

require golang.org/x/sys v0.30.0

replace github.com/ringmpsc/ringmpsc-go => ../
