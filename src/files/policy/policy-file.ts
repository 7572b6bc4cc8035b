import { basename } from 'node:path';
import type { Policy } from '../../core/rules/policy/policy.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { WatchedPolicy } from '../../flow/ports/rules.ts';
import { type FileText, watchText } from '../watched-file.ts';
import { readPolicy } from './read-policy.ts';

/** The policy of a file, read again whenever it changes. */
export interface PolicyFile extends WatchedPolicy {
  /** Calls `listener` after each new policy. */
  onChange(listener: () => void): void;
  /** Stops looking for changes. */
  close(): void;
}

/**
 * Opens the policy. A file that does not exist gives none, until there is one. A fault leaves the policy that was read before in
 * force, and so does a file that goes away or is emptied: rules do not end by an accident.
 *
 * @param isNamed whether the configuration names the file, so that it has to exist
 * @param pollMs how often the file is looked at
 * @throws {Error} with all that has to be fixed, when there is no policy to fall back on: a bot must not start without its rules
 */
export async function openPolicyFile({
  path,
  isNamed,
  log,
  pollMs,
}: {
  readonly path: string;
  readonly isNamed: boolean;
  readonly log: Log;
  readonly pollMs?: number;
}): Promise<PolicyFile> {
  const file = basename(path);
  const listeners: (() => void)[] = [];
  let current: Policy | undefined;
  let problems: readonly string[] = [];
  /** Whether the policy in force says something. An emptied file must not end it. */
  let hasContent = false;

  function onRead(text: FileText): void {
    const read = readFile(text, file, { hasToExist: isNamed || current !== undefined, mayBeEmpty: !hasContent });
    if ('problems' in read) {
      if (read.problems.join() !== problems.join())
        log.error({ problems: read.problems, inForce: current?.hash }, 'policy not read');
      problems = read.problems;
      return;
    }
    problems = [];
    if (read.policy === undefined || read.policy.hash === current?.hash) return;
    current = read.policy;
    hasContent = text.ok && !saysNothing(text.value);
    log.info({ file, policy: current.hash, rules: current.rules.length, roles: current.roles.size }, 'policy read');
    for (const listener of listeners) listener();
  }

  const close = await watchText(path, onRead, pollMs);
  if (current === undefined && problems.length > 0) {
    close();
    throw new Error(problems.join(' ').replace(/\.$/, ''));
  }
  return {
    file,
    current: () => current,
    problems: () => problems,
    onChange: (listener) => void listeners.push(listener),
    close,
  };
}

function readFile(
  text: FileText,
  file: string,
  { hasToExist, mayBeEmpty }: { readonly hasToExist: boolean; readonly mayBeEmpty: boolean },
): { readonly policy: Policy | undefined } | { readonly problems: readonly string[] } {
  if (!text.ok) {
    if (text.failure === 'missing' && !hasToExist) return { policy: undefined };
    const what = text.failure === 'missing' ? 'does not exist' : 'cannot be opened';
    return { problems: [`${file} ${what}.`] };
  }
  if (!mayBeEmpty && saysNothing(text.value))
    return {
      problems: [`${file} is empty, so what it said before stays in force. To end all rules, write: rules: []`],
    };
  const read = readPolicy(text.value, file);
  return read.ok ? { policy: read.value } : { problems: read.failure };
}

/** Nothing but comments and blank lines: an editor or a full disk leaves such a file behind. */
function saysNothing(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:#|$)/.test(line));
}
