/**
 * The same function, called once for each object, such as a template or a report: these never change, and what was made of one
 * is forgotten with it.
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
