module github.com/ringmpsc/ringmpsc-go/bench

go 1.26.0

require github.com/ringmpsc/ringmpsc-go v0.0.0

replace github.com/ringmpsc/ringmpsc-go => ../
