/** What a package does, by the tests that show it: each gets the package's exports and throws when it does something else. */
export type Behaviour<Api> = Readonly<Record<string, (api: Api) => Promise<unknown>>>;

export function defineBehaviour<Api>(behaviour: Behaviour<Api>): Behaviour<Api> {
  return behaviour;
}
