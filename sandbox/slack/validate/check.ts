import { z } from 'zod';
import { Home, MessageBlocks, Modal } from './blocks.ts';
import { doubles } from './doubles.ts';

/** What Slack would not take, and where it stands. */
export interface BlockProblem {
  /** A JSON pointer such as `/blocks/1/text/text`. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly constraint: string | number | undefined;
}

/** The problems of a message's blocks; none when Slack would take them. */
export function checkBlocks(blocks: unknown): readonly BlockProblem[] {
  return check(MessageBlocks, blocks, '/blocks', blocks);
}

/** The problems of a modal view. */
export function checkView(view: unknown): readonly BlockProblem[] {
  const blocks = typeof view === 'object' && view !== null && 'blocks' in view ? view.blocks : [];
  return check(Modal, view, '/view', blocks);
}

/** The problems of an app's Home. */
export function checkHome(view: unknown): readonly BlockProblem[] {
  const blocks = typeof view === 'object' && view !== null && 'blocks' in view ? view.blocks : [];
  return check(Home, view, '/view', blocks);
}

/** Slack's line for it, as in `response_metadata.messages`. */
export function problemLine({ message, pointer }: BlockProblem): string {
  return `[ERROR] ${message} [json-pointer:${pointer}]`;
}

function check(schema: z.ZodType, value: unknown, root: string, blocks: unknown): readonly BlockProblem[] {
  const parsed = schema.safeParse(value, { error: wordsOf });
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => toProblem(issue, root));
  const blocksAt = root === '/blocks' ? root : `${root}/blocks`;
  return wrong.length > 0 ? wrong : doubles(blocks, blocksAt);
}

function toProblem(issue: z.core.$ZodIssue, root: string): BlockProblem {
  const isMissing = issue.code === 'invalid_type' && issue.message.startsWith('missing required field');
  const path = isMissing ? issue.path.slice(0, -1) : issue.path;
  return {
    pointer: [root, ...path.map(String)].join('/'),
    code: issue.code,
    message: issue.message,
    constraint: constraintOf(issue),
  };
}

function constraintOf(issue: z.core.$ZodIssue): number | undefined {
  if (issue.code === 'too_big') return Number(issue.maximum);
  return issue.code === 'too_small' ? Number(issue.minimum) : undefined;
}

/** Slack's words for what zod found; undefined keeps words that a schema gives itself. */
function wordsOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'too_big') return tooBig(issue.origin, Number(issue.maximum));
  if (issue.code === 'too_small') return tooSmall(issue.origin, Number(issue.minimum));
  if (issue.code === 'unrecognized_keys') return `invalid additional property: ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_union') return `unsupported type: ${typeOf(issue.input)}`;
  if (issue.code === 'invalid_type') return wrongType(issue);
  return issue.code === 'custom' ? undefined : 'must be a valid value';
}

function tooBig(origin: string, maximum: number): string {
  if (origin === 'array') return `no more than ${maximum} items allowed`;
  return origin === 'string' ? `must be less than ${maximum + 1} characters` : `must be at most ${maximum}`;
}

function tooSmall(origin: string, minimum: number): string {
  if (origin === 'array') return `no fewer than ${minimum} items allowed`;
  return origin === 'string' ? `must be more than ${minimum - 1} characters` : `must be at least ${minimum}`;
}

function wrongType(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType>): string {
  const name = issue.path?.at(-1);
  if (issue.input === undefined && name !== undefined) return `missing required field: ${String(name)}`;
  return `must provide ${issue.expected === 'object' ? 'an object' : `a ${issue.expected}`}`;
}

function typeOf(input: unknown): string {
  const type = z.looseObject({ type: z.string() }).safeParse(input);
  return type.success ? type.data.type : 'none';
}
