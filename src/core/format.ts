/** `12,345`: a count as people read it. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 person`, `1,000 people`. */
export function formatPeople(count: number): string {
  return count === 1 ? '1 person' : `${formatCount(count)} people`;
}
