package dev.pankou.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/**
 * Which questions sandboxed code may ask the kernel, as a seccomp program (classic BPF) for bubblewrap: no new processes, no
 * sockets, no memory that the limit on data does not count, none of the calls by which kernels were attacked.
 */
final class Seccomp {
    /** Name, number on x86-64, number on arm64 (asm/unistd_64.h, asm-generic/unistd.h). */
    private static final String REFUSED = """
            fork 57 -, vfork 58 -, socket 41 198, ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271,
            kcmp 312 272, pidfd_getfd 438 438, pidfd_open 434 434, unshare 272 97, setns 308 268, mount 165 40,
            umount2 166 39, pivot_root 155 41, chroot 161 51, move_mount 429 429, open_tree 428 428, fsopen 430 430,
            fsconfig 431 431, fsmount 432 432, fspick 433 433, mount_setattr 442 442, keyctl 250 219, add_key 248 217,
            request_key 249 218, bpf 321 280, perf_event_open 298 241, userfaultfd 323 282, io_uring_setup 425 425,
            io_uring_enter 426 426, io_uring_register 427 427, memfd_create 319 279, memfd_secret 447 447, shmget 29 194,
            shmat 30 196, msgget 68 186, semget 64 190, mq_open 240 180, open_by_handle_at 304 265,
            name_to_handle_at 303 264, init_module 175 105, finit_module 313 273, delete_module 176 106, kexec_load 246 104,
            kexec_file_load 320 294, swapon 167 224, swapoff 168 225, reboot 169 142, quotactl 179 60, quotactl_fd 443 443,
            acct 163 89, settimeofday 164 170, clock_settime 227 112, clock_adjtime 305 266, adjtimex 159 171,
            personality 135 92, syslog 103 116, lookup_dcookie 212 18, execveat 322 281, fanotify_init 300 262,
            inotify_init1 294 26, inotify_init 253 -, vmsplice 278 75, migrate_pages 256 238, move_pages 279 239,
            mbind 237 235, set_mempolicy 238 237, iopl 172 -, ioperm 173 -, modify_ldt 154 -, nfsservctl 180 42,
            uselib 134 -, ustat 136 -, sysfs 139 -, sethostname 170 161, setdomainname 171 162, vhangup 153 58,
            setpriority 141 140, sched_setscheduler 144 119, sched_setattr 314 274, sched_setparam 142 118, mincore 27 232,
            io_setup 206 0, io_submit 209 2""";

    private static final int LOAD = 0x20;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_AT_LEAST = 0x35;
    private static final int IF_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL = 0x80000000;
    private static final int NOT_PERMITTED = 0x00050000 | 1;
    private static final int NOT_IMPLEMENTED = 0x00050000 | 38;

    // struct seccomp_data
    private static final int CALL = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;
    private static final int FOURTH_ARGUMENT = 40;

    private static final int LOCAL_SOCKETS = 1;
    private static final int CLONE3 = 435;
    private static final int CLONE_THREAD = 0x10000;
    private static final int MAP_SHARED = 0x1;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int X32_CALLS = 0x40000000;

    private final ByteBuffer program = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

    private Seccomp() {}

    /** The program for {@code os.arch}; empty where its calls are not known. */
    static Optional<byte[]> program(String architecture) {
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> Optional.of(new Seccomp().write(1, 0xC000003E, 53, 56, 9));
            case "aarch64", "arm64" -> Optional.of(new Seccomp().write(2, 0xC00000B7, 199, 220, 222));
            default -> Optional.empty();
        };
    }

    private byte[] write(int column, int architecture, int socketpair, int clone, int mmap) {
        add(LOAD, 0, 0, ARCHITECTURE);
        add(IF_EQUAL, 1, 0, architecture);
        add(RETURN, 0, 0, KILL);
        add(LOAD, 0, 0, CALL);
        add(IF_AT_LEAST, 0, 1, X32_CALLS);
        add(RETURN, 0, 0, KILL);
        for (var row : REFUSED.split(",")) {
            var number = row.strip().split(" ")[column];
            if (!number.equals("-")) {
                refuse(Integer.parseInt(number), NOT_PERMITTED);
            }
        }
        refuse(CLONE3, NOT_IMPLEMENTED); // its flags cannot be seen from here; the C library goes on with clone
        add(IF_EQUAL, 0, 4, socketpair);
        add(LOAD, 0, 0, FIRST_ARGUMENT);
        add(IF_EQUAL, 1, 0, LOCAL_SOCKETS); // what an event loop wakes itself with; other families have risky kernel code
        add(RETURN, 0, 0, NOT_PERMITTED);
        add(RETURN, 0, 0, ALLOW);
        add(IF_EQUAL, 0, 4, clone);
        add(LOAD, 0, 0, FIRST_ARGUMENT);
        add(IF_ANY_BIT, 1, 0, CLONE_THREAD);
        add(RETURN, 0, 0, NOT_PERMITTED);
        add(RETURN, 0, 0, ALLOW);
        add(IF_EQUAL, 0, 4, mmap);
        add(LOAD, 0, 0, FOURTH_ARGUMENT);
        add(IF_ANY_BIT, 0, 2, MAP_ANONYMOUS);
        add(IF_ANY_BIT, 0, 1, MAP_SHARED); // RLIMIT_DATA counts private memory only
        add(RETURN, 0, 0, NOT_PERMITTED);
        add(RETURN, 0, 0, ALLOW);
        var bytes = new byte[program.position()];
        program.flip().get(bytes);
        return bytes;
    }

    private void refuse(int call, int answer) {
        add(IF_EQUAL, 0, 1, call);
        add(RETURN, 0, 0, answer);
    }

    /** One struct sock_filter: where a condition holds the next {@code yes} instructions are left out, else {@code no}. */
    private void add(int operation, int yes, int no, int value) {
        program.putShort((short) operation).put((byte) yes).put((byte) no).putInt(value);
    }
}
