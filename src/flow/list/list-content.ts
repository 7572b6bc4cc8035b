import { type PhoneNumber, parsePhoneNumber } from '../../core/recipients/phone-number.ts';
import { obstacleTo } from '../../core/template/sendability.ts';
import type { Template } from '../../core/template/template.ts';
import type { ListInput } from '../ports/store/lists/list-drafts.ts';
import type { TemplateFinder } from '../ports/templates.ts';

/** The inputs of the form for a list that a problem may belong to. */
type ListInputField = 'template' | 'list_file' | 'list_text' | 'list_group' | 'sender';

/** What is wrong with what was filled in. */
export interface ListProblem {
  readonly field: ListInputField;
  readonly sentence: string;
}

interface Needs {
  readonly catalogue: TemplateFinder;
  readonly senders: readonly PhoneNumber[];
}

interface Content {
  readonly problem: ListProblem | undefined;
  readonly template: Template | undefined;
  readonly sender: PhoneNumber | undefined;
}

/** The template and the sender of a list, or what is wrong with them. */
export function contentOf({ catalogue, senders }: Needs, input: ListInput): Content {
  const { name, language } = input.template;
  const template = catalogue.find(name, language);
  const obstacle = template === undefined ? undefined : obstacleTo(template);
  const parsed = input.sender === undefined ? undefined : parsePhoneNumber(input.sender);
  const sender = parsed === undefined ? senders[0] : senders.find((known) => parsed.ok && known === parsed.value);
  return { template, sender, problem: contentProblem(name, template, obstacle, sender) };
}

function contentProblem(
  name: string,
  template: Template | undefined,
  obstacle: ReturnType<typeof obstacleTo>,
  sender: PhoneNumber | undefined,
): ListProblem | undefined {
  if (template === undefined) {
    return { field: 'template', sentence: `${name} is not in the list of templates. Choose another one.` };
  }
  if (obstacle !== undefined) return { field: 'template', sentence: `${obstacle.sentence} ${obstacle.instead}` };
  if (sender !== undefined) return undefined;
  return { field: 'sender', sentence: 'This sender is not set up any more. Choose another one.' };
}
