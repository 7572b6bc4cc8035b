import { postAsSlack } from '../person.ts';
import { violationOf } from '../promises.ts';
import type { World } from '../world.ts';

/** What an outsider tries; each one has to be turned away and to change nothing. */
export async function forge({ slots: [{ port }], database }: World): Promise<string[]> {
  if (port === undefined) return ['no bot to forge requests for'];
  const submission = { payload: JSON.stringify({ type: 'view_submission', view: { id: 'V-forged' } }) };
  const before = await countSends();
  const unsigned = await postAsSlack(port, undefined, submission);
  const wronglySigned = await postAsSlack(port, 'not-the-signing-secret', submission);
  const report = await fetch(`http://127.0.0.1:${port}/kaleyra/status/${'0'.repeat(48)}?id=a:1&status=read`, {
    signal: AbortSignal.timeout(3_000),
  });
  const wrong: string[] = [];
  const blame = (sentence: string): void => void wrong.push(violationOf('forged', sentence));
  if (unsigned?.status !== 401) blame(`an unsigned request got ${unsigned?.status}`);
  if (wronglySigned?.status !== 401) blame(`a wrongly signed request got ${wronglySigned?.status}`);
  if (report.status !== 404) blame(`a report with a wrong secret got ${report.status}`);
  if ((await countSends()) !== before) blame('a forged request changed the ledger');
  return wrong;

  async function countSends(): Promise<string> {
    const [row] = await database.query(
      'select (select count(*) from sends) as sends, (select count(*) from status_events) as reports',
    );
    return JSON.stringify(row);
  }
}
