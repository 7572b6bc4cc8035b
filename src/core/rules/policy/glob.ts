/**
 * Whether a name is what a glob says: `*` stands for any signs and for none, `?` for one. Case does not count, so that no
 * spelling of a name gets past a rule.
 */
export function matchesGlob(glob: string, name: string): boolean {
  const [wanted, given] = [glob.toLowerCase(), name.toLowerCase()];
  let at = 0;
  let from = 0;
  // Where the last `*` stands, and how much of the name it has taken: a miss makes it take one sign more.
  let star = -1;
  let taken = 0;
  while (from < given.length) {
    if (wanted[at] === '*') {
      star = at;
      taken = from;
      at += 1;
    } else if (wanted[at] === '?' || wanted[at] === given[from]) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      taken += 1;
      at = star + 1;
      from = taken;
    } else return false;
  }
  return /^\**$/.test(wanted.slice(at));
}

export function matchesAny(globs: readonly string[], name: string): boolean {
  return globs.some((glob) => matchesGlob(glob, name));
}
