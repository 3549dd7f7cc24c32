import type { Event, EventType } from "../../contract/event.ts";

/**
 * A pure function from events to a view, one event at a time. `step` may change the view it is given and return it:
 * who calls it gives that view up. Events are never changed.
 */
export interface Fold<View> {
  start(): View;
  step(view: View, event: Event): View;
}

/** A fold from what it does on each type of event; other types, those of later versions too, leave the view as it is. */
export function defineFold<View>(start: () => View, on: { [T in EventType]?: (view: View, event: Event<T>) => void }): Fold<View> {
  return {
    start,
    step(view, event) {
      if (Object.hasOwn(on, event.type)) on[event.type]?.(view, event as never);
      return view;
    },
  };
}

export async function foldEvents<View>(fold: Fold<View>, events: AsyncIterable<Event> | Iterable<Event>): Promise<View> {
  let view = fold.start();
  for await (const event of events) view = fold.step(view, event);
  return view;
}
