/** `12,345`: a count as people read it. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 person`, `1,000 people`. */
export function formatPeople(count: number): string {
  return count === 1 ? '1 person' : `${formatCount(count)} people`;
}

/** `1 row`, `1,000 rows`: a count with its noun, which takes an s for several. */
export function formatNoun(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** With a capital in front, for the beginning of a sentence. */
export function capitalized(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** `about 5 min`, `less than 10 s`: how long something takes, as people say it. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return 'less than 10 s';
  if (seconds < 90) return `about ${Math.ceil(seconds / 10) * 10} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `about ${minutes} min` : `about ${formatCount(Math.ceil(minutes / 60))} hours`;
}
