/**
 * The same function, called once for each template, or part of one: these never change, and one that is no longer used is
 * forgotten with what was made of it.
 */
export function oncePer<Part extends object, Made>(make: (part: Part) => Made): (part: Part) => Made {
  const made = new WeakMap<Part, { readonly value: Made }>();
  return (part) => {
    const known = made.get(part);
    if (known !== undefined) return known.value;
    const value = make(part);
    made.set(part, { value });
    return value;
  };
}
