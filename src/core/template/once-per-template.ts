import type { Template } from './template.ts';

/**
 * The same function, asked once for each template: a template never changes, a new list brings new ones, and those that
 * nobody holds any more are forgotten with what was made of them.
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
