/** Runs `run` for every item, at most `limit` at the same time; the answers keep the items' order. */
export async function atOnce<Item, Value>(
  limit: number,
  items: readonly Item[],
  run: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const values = new Map<number, Value>();
  const queue = [...items.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) values.set(next[0], await run(next[1]));
  };
  await Promise.all(Array.from({ length: limit }, work));
  return [...values].sort(([a], [b]) => a - b).map(([, value]) => value);
}
