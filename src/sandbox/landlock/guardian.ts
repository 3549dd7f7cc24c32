/**
 * The process between the harness and a command's reporter. It forks; the child takes away from itself what the plan says and becomes the
 * reporter. The parent stays outside of that confinement, where no command can signal or trace it, is the one to whom the kernel hands every
 * orphan of the command, and ends them all when the reporter has ended, when it is told to (SIGUSR1), or when the harness is gone.
 *
 * The three calls that confine act on the calling thread alone, so they belong between fork and exec. Perl is the smallest program that is nearly
 * everywhere and can make them: it costs 3 ms a command, where Node with a foreign function interface costs 40.
 *
 * It finds its standard streams and descriptors 4, 5 and 7 as the reporter is to have them, and at 6 the plan. Its arguments become the reporter.
 */
export const guardian = String.raw`
sub stop { print STDERR "$_[0]\n"; exit 125 }
sub sys { my $what = shift; my $got = syscall(shift(@_), @_); stop("$what: $!") if $got == -1; $got }
open(PLAN, "<&=", 6) or stop("no plan: $!");
{ local $/; ($prctl, $seccomp, $harness, $lock, $box, $tight, $old, @rules) = unpack("(N/a)*", <PLAN>) }
close PLAN;
$prctl += 0; $seccomp += 0; $lock += 0;
sub control { my ($what, @values) = @_; sys($what, $prctl, @values, (0) x (5 - @values)) }

sub filter { my $program = shift; my $header = pack("S x6 P", length($program) / 8, $program); sys("seccomp", $seccomp, 1, 0, $header) }

sub confine {
  control("no new privileges", 38, 1);
  # The user root is then one like any other: programs it starts get no capabilities.
  control("securebits", 28, 0xef) if $lock;
  my $abi = syscall(444, 0, 0, 1);
  stop("Landlock: $!") if $abi < 1;
  my $known = $abi < 2 ? 0x1fff : $abi < 3 ? 0x3fff : $abi < 5 ? 0x7fff : 0xffff;
  my $rights = pack("QQQ", $known, $abi < 4 ? 0 : 3, $abi < 6 ? 0 : 3);
  my $set = sys("Landlock", 444, $rights, $abi < 4 ? 8 : $abi < 6 ? 16 : 24, 0);
  while (my ($may, $path) = splice(@rules, 0, 2)) {
    sysopen(PLACE, $path, 0x200000 | 0x80000) or next;
    $may &= 0xc007 if !-d PLACE;
    my $rule = pack("Ql", $may & $known, fileno(PLACE));
    sys("Landlock rule for $path", 445, $set, 1, $rule, 0);
    close PLACE;
  }
  sys("Landlock", 446, $set, 0);
  control("death signal", 1, 9);
  filter($tight);
  filter($old) if $abi < 3;
  filter($box);
}

control("subreaper", 36, 1);
control("death signal", 1, 1);
exit 125 if getppid() != $harness;
$first = fork();
stop("fork: $!") if !defined $first;
if ($first == 0) { confine(); exec { $ARGV[0] } @ARGV or stop("$ARGV[0]: $!") }

for my $number (0, 1, 4, 5, 7) { open(my $file, "<&=", $number) and close $file }
sub descendants {
  my (%children, @found);
  opendir(PROC, "/proc") or return;
  for my $pid (grep { /^\d+$/ } readdir PROC) {
    open(my $stat, "<", "/proc/$pid/stat") or next;
    local $/;
    push @{$children{$1}}, $pid if <$stat> =~ /^.*\) \S (\d+)/s;
  }
  my @todo = ($$);
  while (defined(my $pid = shift @todo)) { my @own = @{$children{$pid} || []}; push @found, @own; push @todo, @own }
  return @found;
}
sub finish { kill 9, descendants() }
$SIG{TERM} = sub { kill 15, $first };
$SIG{HUP} = $SIG{USR1} = \&finish;
while (1) {
  my $pid = waitpid(-1, 0);
  if ($pid == $first) { $status = $?; last }
  last if $pid == -1 && $! != 4;
}
while ((my $pid = waitpid(-1, 1)) != -1) {
  next if $pid > 0;
  finish();
  select(undef, undef, undef, 0.001);
}
if (my $signal = $status & 127) { $SIG{HUP} = $SIG{USR1} = $SIG{TERM} = "DEFAULT"; kill $signal, $$; sleep 1 }
exit($status >> 8);
`;

export interface Rule {
  path: string;
  /** LANDLOCK_ACCESS_FS_*; what the kernel does not know, or a file cannot have, is left out. */
  access: number;
}

export interface GuardianPlan {
  /** By Node's `process.arch`. */
  arch: string;
  /** Take from the user root what makes it one. */
  lockRoot: boolean;
  /** Programs for seccomp; `old` only where the kernel's Landlock knows no right to truncate. */
  filters: { box: Uint8Array; tight: Uint8Array; old: Uint8Array };
  rules: readonly Rule[];
}

/** Of prctl and seccomp; those of Landlock are the same everywhere. */
const numbers: Readonly<Record<string, readonly [prctl: number, seccomp: number]>> = { x64: [157, 317], arm64: [167, 277] };

/** Content of the guardian's descriptor 6. */
export function writePlan({ arch, lockRoot, filters: { box, tight, old }, rules }: GuardianPlan): Buffer {
  const [prctl, seccomp] = numbers[arch] ?? [];
  if (prctl === undefined || seccomp === undefined) throw new Error(`The numbers of the kernel's calls on ${arch} are not known.`);
  const fixed = [prctl, seccomp, process.pid, Number(lockRoot)].map(String);
  const words = [...fixed, box, tight, old, ...rules.flatMap(({ access, path }) => [String(access), path])];
  return Buffer.concat(words.flatMap((word) => lengthAndBytes(Buffer.from(word))));
}

function lengthAndBytes(bytes: Buffer): [Buffer, Buffer] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}
