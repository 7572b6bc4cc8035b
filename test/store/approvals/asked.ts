import { newSend, type Opened } from '../opened-ledger.ts';
import { ONE_APPROVAL, rulesOf } from '../rules/send-rules.ts';

/** Accepts a send of two requests that needs approval. @returns the digest that has to be approved */
export async function asked(opened: Opened, id = 'S1', approval = ONE_APPROVAL): Promise<string> {
  await opened.ledger.accept(newSend(id, { sizes: [1, 1], rules: rulesOf({ approval }) }));
  return digestOf(opened, id);
}

export async function digestOf({ rules }: Opened, id: string): Promise<string> {
  return (await rules.approvals.findRequest(id))?.digest ?? '';
}
