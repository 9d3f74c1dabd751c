//go:build !purego

#include "go_asm.h"
#include "textflag.h"

// Eight times each byte.
DATA backslashes<>+0(SB)/8, $0x5c5c5c5c5c5c5c5c
GLOBL backslashes<>(SB), RODATA|NOPTR, $8
DATA ats<>+0(SB)/8, $0x4040404040404040
GLOBL ats<>(SB), RODATA|NOPTR, $8
DATA braces<>+0(SB)/8, $0x7b7b7b7b7b7b7b7b
GLOBL braces<>(SB), RODATA|NOPTR, $8
DATA hyphens<>+0(SB)/8, $0x2d2d2d2d2d2d2d2d
GLOBL hyphens<>(SB), RODATA|NOPTR, $8
DATA spaces<>+0(SB)/8, $0x2020202020202020
GLOBL spaces<>(SB), RODATA|NOPTR, $8

// Flipping one bit puts the quote right above the control characters. As signed
// numbers, they are below 33 then, and so are all bytes beyond ASCII.
DATA flips<>+0(SB)/8, $0x0202020202020202
GLOBL flips<>(SB), RODATA|NOPTR, $8
DATA limits<>+0(SB)/8, $0x2121212121212121
GLOBL limits<>(SB), RODATA|NOPTR, $8

// func markOdd(marks *oddMarks, data *byte, size int)
TEXT ·markOdd(SB), NOSPLIT, $0-24
	MOVQ marks+0(FP), DI
	MOVQ data+8(FP), SI
	MOVQ size+16(FP), DX
	VPBROADCASTQ flips<>(SB), Y13
	VPBROADCASTQ limits<>(SB), Y14
	VPBROADCASTQ backslashes<>(SB), Y15
	SUBQ $64, DX  // where the last 64 bytes start
	XORL R8, R8   // the later 32 marks of the word before
	XORL R9, R9   // where the word starts
	XORL R11, R11 // which words have marks

odd:
	// Of the last word, fewer than 64 bytes may be left: then those before them
	// are looked at again, and their marks shifted away. No branch tells, as
	// nobody could foresee it.
	MOVQ R9, R10
	CMPQ R9, DX
	CMOVQGT DX, R10
	MOVQ R9, CX
	SUBQ R10, CX
	VMOVDQU 0(SI)(R10*1), Y0
	VMOVDQU 32(SI)(R10*1), Y1
	VPCMPEQB Y15, Y0, Y2
	VPCMPEQB Y15, Y1, Y3
	VPXOR Y13, Y0, Y0
	VPXOR Y13, Y1, Y1
	VPCMPGTB Y0, Y14, Y0
	VPCMPGTB Y1, Y14, Y1
	VPOR Y2, Y0, Y0
	VPOR Y3, Y1, Y1
	VPMOVMSKB Y0, AX
	VPMOVMSKB Y1, BX
	SHLQ $32, BX
	ORQ BX, AX
	SHRQ CX, AX
	MOVQ AX, BX
	SHLQ $32, BX
	ORQ R8, BX
	MOVQ BX, 8(DI)
	MOVQ AX, 16(DI)
	MOVQ AX, R8
	SHRQ $32, R8
	NEGQ AX // the carry tells of a mark
	ADCQ R11, R11
	ADDQ $16, DI
	ADDQ $64, R9
	CMPQ R9, $const_markedBytes
	JLT odd

	MOVQ R8, 8(DI)
	MOVQ marks+0(FP), DI
	MOVQ R11, 0(DI)
	VZEROUPPER
	RET

// func markText(marks *[textWords + 2]textWord, text *byte, size int) (brackets bool)
TEXT ·markText(SB), NOSPLIT, $0-25
	MOVQ marks+0(FP), DI
	MOVQ text+8(FP), SI
	MOVQ size+16(FP), DX
	VPBROADCASTQ spaces<>(SB), Y15
	VPBROADCASTQ hyphens<>(SB), Y14
	VPBROADCASTQ braces<>(SB), Y13
	VPBROADCASTQ ats<>(SB), Y12
	XORL CX, CX // how many marks of the word are shifted away
	VPXOR Y11, Y11, Y11 // the brackets
	CMPQ DX, $64
	JLT last

word:
	VMOVDQU 0(SI), Y0
	VMOVDQU 32(SI), Y1
	VPCMPEQB -1(SI), Y14, Y2
	VPCMPEQB 31(SI), Y14, Y3
	VPCMPEQB -2(SI), Y15, Y4
	VPCMPEQB 30(SI), Y15, Y5
	VPAND Y2, Y4, Y2
	VPAND Y3, Y5, Y3
	VPCMPEQB Y0, Y15, Y4
	VPCMPEQB Y1, Y15, Y5
	VPAND Y2, Y4, Y2
	VPAND Y3, Y5, Y3
	VPCMPEQB -3(SI), Y15, Y4
	VPCMPEQB 29(SI), Y15, Y5
	VPAND Y2, Y4, Y4
	VPAND Y3, Y5, Y5
	VPOR Y0, Y15, Y6
	VPOR Y1, Y15, Y7
	VPCMPEQB Y6, Y13, Y6
	VPCMPEQB Y7, Y13, Y7
	VPCMPEQB Y0, Y12, Y0
	VPCMPEQB Y1, Y12, Y1
	VPMOVMSKB Y2, AX
	VPMOVMSKB Y3, BX
	VPMOVMSKB Y4, R8
	VPMOVMSKB Y5, R9
	SHLQ $32, BX
	SHLQ $32, R9
	ORQ BX, AX
	ORQ R9, R8
	SHRQ CX, AX
	SHRQ CX, R8
	MOVQ AX, 0(DI)
	MOVQ R8, 8(DI)
	VPOR Y6, Y11, Y11
	VPOR Y7, Y11, Y11
	VPMOVMSKB Y0, R8
	VPMOVMSKB Y1, R9
	SHLQ $32, R9
	ORQ R9, R8
	SHRQ CX, R8
	MOVQ R8, 16(DI)
	ADDQ $64, SI
	ADDQ $24, DI
	SUBQ $64, DX
	CMPQ DX, $64
	JGE word

last:
	TESTQ DX, DX
	JLE done
	// The last bytes, fewer than 64, are looked at with those before them.
	LEAQ -64(SI)(DX*1), SI
	MOVQ $64, CX
	SUBQ DX, CX
	XORL DX, DX
	JMP word

done:
	VPTEST Y11, Y11
	SETNE brackets+24(FP)
	VZEROUPPER
	RET
