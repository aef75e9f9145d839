//go:build !race

#include "textflag.h"

// func StoreRelease(p *atomic.Uint64, v uint64)
TEXT ·StoreRelease(SB), NOSPLIT, $0-16
	MOVQ p+0(FP), AX
	MOVQ v+8(FP), BX
	CMPB ·asymmetric(SB), $0
	JEQ  full
	MOVQ BX, (AX)
	RET

full:
	XCHGQ BX, (AX)
	RET

// func Own(p unsafe.Pointer, lines int)
TEXT ·Own(SB), NOSPLIT, $0-16
	MOVQ p+0(FP), AX
	MOVQ lines+8(FP), CX

own:
	BYTE $0x0F; BYTE $0x0D; BYTE $0x08 // PREFETCHW (AX)
	ADDQ $64, AX
	DECQ CX
	JGT  own
	RET

// func Want(p unsafe.Pointer, lines int)
TEXT ·Want(SB), NOSPLIT, $0-16
	MOVQ p+0(FP), AX
	MOVQ lines+8(FP), CX

want:
	PREFETCHT0 (AX)
	ADDQ $64, AX
	DECQ CX
	JGT  want
	RET

// func Pause(turns int)
TEXT ·Pause(SB), NOSPLIT, $0-8
	MOVQ turns+0(FP), CX

pause:
	PAUSE
	DECQ CX
	JGT  pause
	RET
