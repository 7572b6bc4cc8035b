import type { Template } from './template.ts';

/**
 * The same function, called once for each template: templates never change, and one that is no longer used is forgotten
 * with what was made of it.
 */
export function oncePerTemplate<Made>(make: (template: Template) => Made): (template: Template) => Made {
  const made = new WeakMap<Template, { readonly value: Made }>();
  return (template) => {
    const known = made.get(template);
    if (known !== undefined) return known.value;
    const value = make(template);
    made.set(template, { value });
    return value;
  };
}
