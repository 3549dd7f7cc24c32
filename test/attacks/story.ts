/** An attack on Fettle as people run it: its own process, a scripted model that obeys whoever attacks, a real workspace. */
export interface Story {
  id: string;
  attack: string;
  /** What the attack achieved: with everything in place, and with the guard out of the way. */
  tries(): Promise<Achieved>;
}

/** Short words for what came of it, in the order of the attack. */
export interface Achieved {
  /** Empty when the guard holds. */
  guarded: string[];
  /** The same attack without it: what the same detectors see then. */
  unguarded: string[];
}
