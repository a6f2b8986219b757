// A PV kernel that needs 4 MiB and is up at once, for scenarios with many guests. It has no drivers: no balloon, no disk,
// no network. Words on its command line:
//   xenbed=halt|reboot|crash|watchdog   how it ends by itself, after=SECONDS (3)
//   xenbed=ignore                       it does not shut down when asked to
#include <stdbool.h>
#include <stdint.h>
#define __XEN_INTERFACE_VERSION__ 0x00040e00
#include <xen/xen.h>
#include <xen/event_channel.h>
#include <xen/sched.h>
#include <xen/io/console.h>
#include <xen/io/xs_wire.h>

extern char hypercall_page[];

static long hypercall(unsigned number, uint64_t first, uint64_t second, uint64_t third) {
    long result;
    asm volatile("call *%[entry]"
                 : "=a"(result), "+D"(first), "+S"(second), "+d"(third)
                 : [entry] "r"(hypercall_page + 32 * number)
                 : "memory", "cc", "rcx", "r8", "r9", "r10", "r11");
    return result;
}

static _Alignas(4096) char shared_info_page[4096];
static shared_info_t *const shared = (shared_info_t *)shared_info_page;
static struct xencons_interface *console;
static struct xenstore_domain_interface *store;
static evtchn_port_t console_port, store_port;

static void *page_of(uint64_t machine_frame) { return (void *)(machine_to_phys_mapping[machine_frame] << 12); }
static void fence(void) { asm volatile("mfence" ::: "memory"); }

static void tell(evtchn_port_t port) {
    struct evtchn_send event = {.port = port};
    hypercall(__HYPERVISOR_event_channel_op, EVTCHNOP_send, (uint64_t)&event, 0);
}

static void say(const char *text) {
    XENCONS_RING_IDX end = console->out_prod;
    while (*text) console->out[MASK_XENCONS_IDX(end++, console->out)] = *text++;
    fence();
    console->out_prod = end;
    tell(console_port);
}

// Nanoseconds since Xen booted.
static uint64_t now(void) {
    volatile struct vcpu_time_info *time = &shared->vcpu_info[0].time;
    uint64_t ticks = __builtin_ia32_rdtsc() - time->tsc_timestamp;
    ticks = time->tsc_shift < 0 ? ticks >> -time->tsc_shift : ticks << time->tsc_shift;
    return time->system_time + (uint64_t)((unsigned __int128)ticks * time->tsc_to_system_mul >> 32);
}

// Until an event of the store, or until the time comes; 0 is never.
static void sleep_until(uint64_t time) {
    struct sched_poll poll = {.nr_ports = 1, .timeout = time};
    set_xen_guest_handle(poll.ports, &store_port);
    hypercall(__HYPERVISOR_sched_op, SCHEDOP_poll, (uint64_t)&poll, 0);
    __atomic_fetch_and(&shared->evtchn_pending[store_port / 64], ~(1ul << store_port % 64), __ATOMIC_SEQ_CST);
}

// --- the store's ring: requests are never longer than its free space, as there is one at a time

static void put(const void *bytes, unsigned count) {
    XENSTORE_RING_IDX end = store->req_prod;
    for (const char *byte = bytes; count--; byte++) store->req[MASK_XENSTORE_IDX(end++)] = *byte;
    fence();
    store->req_prod = end;
}

static void ask(enum xsd_sockmsg_type type, const char *payload, unsigned length) {
    struct xsd_sockmsg head = {.type = type, .len = length};
    put(&head, sizeof head);
    put(payload, length);
    tell(store_port);
}

static bool answered(void) { return fence(), *(volatile XENSTORE_RING_IDX *)&store->rsp_prod != store->rsp_cons; }

static void get(void *bytes, unsigned count) {
    for (char *byte = bytes; count--; byte++) {
        while (!answered()) hypercall(__HYPERVISOR_sched_op, SCHEDOP_yield, 0, 0);
        *byte = store->rsp[MASK_XENSTORE_IDX(store->rsp_cons)];
        fence();
        store->rsp_cons++;
    }
}

// --- words

static bool begins(const char *text, const char *with) {
    while (*with) if (*text++ != *with++) return false;
    return true;
}

static const char *word(const char *line, const char *key, const char *otherwise) {
    for (; *line; line++) {
        if (!begins(line, key)) continue;
        while (*key++) line++;
        return line;
    }
    return otherwise;
}

static void end(const char *how) {
    static const struct { const char *word; unsigned reason; } ways[] = {
        {"halt", SHUTDOWN_poweroff}, {"poweroff", SHUTDOWN_poweroff}, {"reboot", SHUTDOWN_reboot},
        {"crash", SHUTDOWN_crash}, {"watchdog", SHUTDOWN_watchdog},
    };
    for (unsigned i = 0; i < sizeof ways / sizeof *ways; i++)
        if (begins(how, ways[i].word)) {
            struct sched_shutdown shutdown = {.reason = ways[i].reason};
            hypercall(__HYPERVISOR_sched_op, SCHEDOP_shutdown, (uint64_t)&shutdown, 0);
        }
}

static const char request[] = "control/shutdown", watch[] = "control/shutdown\0w";

void tiny(const start_info_t *start) {
    console = page_of(start->console.domU.mfn), console_port = start->console.domU.evtchn;
    store = page_of(start->store_mfn), store_port = start->store_evtchn;
    hypercall(__HYPERVISOR_update_va_mapping, (uint64_t)shared_info_page, start->shared_info | 7, UVMF_INVLPG);

    const char *line = (const char *)start->cmd_line, *how = word(line, "xenbed=", "");
    bool ignores = begins(how, "ignore");
    uint64_t seconds = 0, deadline = 0;
    for (const char *digit = word(line, "after=", "3"); *digit >= '0' && *digit <= '9'; digit++) seconds = 10 * seconds + *digit - '0';
    if (*how && !ignores) deadline = now() + seconds * 1000000000;

    say("guest: up (tiny)\n");
    ask(XS_WATCH, watch, sizeof watch);
    for (;; sleep_until(deadline)) {
        if (deadline && now() >= deadline) end(how);
        while (answered()) {
            struct xsd_sockmsg head;
            char body[64] = "";
            get(&head, sizeof head);
            for (unsigned i = 0; i < head.len; i++) get(&body[i < sizeof body - 1 ? i : sizeof body - 1], 1);
            body[sizeof body - 1] = 0;
            tell(store_port);
            if (head.type == XS_WATCH_EVENT) ask(XS_READ, request, sizeof request);
            if (head.type != XS_READ || !(begins(body, "poweroff") || begins(body, "halt") || begins(body, "reboot"))) continue;
            ask(XS_WRITE, request, sizeof request);  // an empty value: the request was seen
            if (ignores) say("guest: ignores the request\n");
            else say("guest: goes down\n"), end(body);
        }
    }
}
