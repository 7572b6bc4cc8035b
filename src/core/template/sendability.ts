import { statusObstacle, statusWarning } from './status.ts';
import type { Template } from './template.ts';

/** What keeps a template from being sent. */
export interface Obstacle {
  /** For a line that has little room. */
  readonly short: string;
  /** The whole of it, as a sentence. */
  readonly sentence: string;
  /** What to do instead. */
  readonly instead: string;
}

/** @returns undefined for a template that can be sent. */
export function obstacleTo({ name, status, unsendable }: Template): Obstacle | undefined {
  const held = statusObstacle(status);
  if (held !== undefined) return { short: held.short, sentence: `${name} ${held.why}.`, instead: held.instead };
  if (unsendable === undefined) return undefined;
  return {
    short: `cannot be sent from here: ${unsendable}`,
    sentence: `${name} cannot be sent from here: it ${unsendable}.`,
    instead: 'Choose another template, or send this one from Kaleyra’s own console.',
  };
}

export function isSendable(template: Template): boolean {
  return obstacleTo(template) === undefined;
}

/** What to know of a template that can be sent, as a sentence; undefined when there is nothing. */
export function warningOf(template: Template): string | undefined {
  const warning = statusWarning(template.status);
  return warning === undefined || !isSendable(template) ? undefined : `${template.name} ${warning}.`;
}
