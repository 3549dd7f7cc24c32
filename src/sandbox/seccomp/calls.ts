/** What the filter has to know of an architecture. */
export interface Architecture {
  /** `AUDIT_ARCH_*` of linux/audit.h. */
  audit: number;
  /** System calls of another ABI of the same architecture have numbers from here on. */
  foreignFrom: number | undefined;
  /** Column of the tables below. */
  column: 0 | 1;
}

/** By Node's `process.arch`. */
export const architectures: Readonly<Record<string, Architecture>> = {
  x64: { audit: 0xc000003e, foreignFrom: 0x40000000, column: 0 },
  arm64: { audit: 0xc00000b7, foreignFrom: undefined, column: 1 },
};

/** Numbers on x86-64 (arch/x86/entry/syscalls/syscall_64.tbl) and on arm64 (include/uapi/asm-generic/unistd.h); null where there is none. */
export type Numbers = readonly [x64: number | null, arm64: number | null];

/** What is refused whatever its arguments are. */
export const refusedCalls: Readonly<Record<string, Numbers>> = {
  // Kernel interfaces with a long history of holes, that no build or test needs.
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  vmsplice: [278, 75],
  modify_ldt: [154, null],
  // Other processes' memory and descriptors.
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  pidfd_getfd: [438, 438],
  kcmp: [312, 272],
  // Keys of whoever started the harness.
  keyctl: [250, 219],
  add_key: [248, 217],
  request_key: [249, 218],
  // Mounts and namespaces.
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  setns: [308, 268],
  open_tree: [428, 428],
  open_tree_attr: [467, 467],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  statmount: [457, 457],
  listmount: [458, 458],
  // Files by number instead of by path; watches on whole file systems.
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  fanotify_init: [300, 262],
  // The machine itself.
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  create_module: [174, null],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  syslog: [103, 116],
  iopl: [172, null],
  ioperm: [173, null],
  lookup_dcookie: [212, 18],
  nfsservctl: [180, 42],
  uselib: [134, null],
  _sysctl: [156, null],
};

/** What is refused for some arguments. */
export const judgedCalls = {
  clone: [56, 220],
  clone3: [435, 435],
  unshare: [272, 97],
  ioctl: [16, 29],
  socket: [41, 198],
  socketpair: [53, 199],
} as const satisfies Record<string, Numbers>;
