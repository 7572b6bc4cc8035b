import type { SandboxRequests } from '../../requests.ts';
import type { StoredFiles } from '../files/stored-files.ts';
import type { Workspace } from '../workspace.ts';

type Upload = (body: SandboxRequests['upload']['body']) => Promise<SandboxRequests['upload']['answer']>;

/** What happens when a person chooses a file in a form: it is in the workspace before the form is submitted. */
export function createUploads(files: StoredFiles, workspace: Workspace): Upload {
  return async ({ memberId, name, base64 }) => {
    if (workspace.member(memberId) === undefined) return { problem: 'There is no such person.' };
    const { id, size } = files.add({ name, bytes: Buffer.from(base64, 'base64'), author: memberId });
    return { file: { id, name, size } };
  };
}
