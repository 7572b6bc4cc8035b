/** `1,024`: the same digits on every machine. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}
