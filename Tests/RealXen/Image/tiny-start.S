// What Xen's domain builder reads of the tiny kernel, and its first instructions.
#include <xen/elfnote.h>

.macro note type:req, directive:req, value:vararg
    .balign 4
    .long 4, 2f - 1f, \type
    .asciz "Xen"
1:  \directive \value
2:  .balign 4
.endm

    .section .note.Xen, "a", @note
    note XEN_ELFNOTE_XEN_VERSION, .asciz, "xen-3.0"
    note XEN_ELFNOTE_GUEST_OS, .asciz, "tiny"
    note XEN_ELFNOTE_LOADER, .asciz, "generic"
    // Pseudo-physical memory is mapped one to one, from 0.
    note XEN_ELFNOTE_VIRT_BASE, .quad, 0
    note XEN_ELFNOTE_PADDR_OFFSET, .quad, 0
    note XEN_ELFNOTE_ENTRY, .quad, _start
    note XEN_ELFNOTE_HYPERCALL_PAGE, .quad, hypercall_page

    .text
    .balign 4096
    .globl hypercall_page
hypercall_page:
    .skip 4096

    .globl _start
_start:                         // rsi: the start info; rsp: a stack
    cld
    mov %rsi, %rdi
    and $-16, %rsp
    call tiny
    ud2

    .section .note.GNU-stack, "", @progbits
