import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail, ok, type Result } from '../core/result.ts';
import type { Policy } from '../core/rules/policy/policy.ts';
import { readPolicy } from '../files/policy/read-policy.ts';

/**
 * Reads the policy as the bot does at its start.
 *
 * @param isNamed whether the configuration names the file, so that it has to exist
 * @returns undefined where there is none; else the policy, or what has to be fixed: a sentence each
 */
export async function readPolicyFile({
  path,
  isNamed,
}: {
  readonly path: string;
  readonly isNamed: boolean;
}): Promise<Result<Policy | undefined, readonly string[]>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'for a reason that was not given';
    if (code === 'ENOENT' && !isNamed) return ok(undefined);
    return fail([code === 'ENOENT' ? `${path} does not exist.` : `${path} cannot be read (${code}).`]);
  }
  return readPolicy(text, basename(path));
}

/** What holds without a policy. */
export function noPolicySentence(path: string): string {
  return `There is no ${path}: everybody who can post in a channel may send to anybody.`;
}
