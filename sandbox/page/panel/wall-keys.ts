/** Where a thing of a wall stands. */
export interface Placed {
  getBoundingClientRect(): { readonly left: number; readonly top: number };
}

/**
 * Where an arrow key leads on a wall whose rows are as long as there is room for.
 * @param at the one that has the focus
 * @returns undefined for another key, and at the edge
 */
export function neighbourOf(key: string, at: number, things: readonly Placed[]): number | undefined {
  const row = rowLength(things);
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + row,
    ArrowUp: at - row,
    Home: 0,
    End: things.length - 1,
  };
  const next = steps[key];
  return next === undefined || next < 0 || next >= things.length ? undefined : next;
}

function rowLength(things: readonly Placed[]): number {
  const top = things[0]?.getBoundingClientRect().top;
  const next = things.findIndex((thing) => thing.getBoundingClientRect().top !== top);
  return next < 0 ? things.length : next;
}
