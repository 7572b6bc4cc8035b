import { valueUnder } from '../../core/json.ts';
import type { TemplateButton } from '../../core/template/template.ts';
import { placeholdersOf, urlStem } from '../../core/template/template.ts';
import type { SourcePath } from '../yaml.ts';
import type { AddProblem, Findings } from './entry-problem.ts';
import { placeholderProblem } from './placeholder-rules.ts';
import type { ButtonEntry, ComponentEntry } from './template-entry.ts';

/** Kaleyra has two fields for them: `param_url` and `second_param_url`. */
const MAX_DYNAMIC_URLS = 2;
/** How the Graph API shows a one-time-password button in an export. */
const OTP_URL = /^https:\/\/(www\.)?whatsapp\.com\/otp\//i;
const OTP_REASON = 'copies a one-time password; Kaleyra sends those with a type of message that is not used here';

/** Why a button keeps its template from being sent; any other kind is simply unknown. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  OTP: OTP_REASON,
  FLOW: 'opens a flow; Kaleyra’s request has no field for one',
  CATALOG: 'opens a catalogue; Kaleyra’s request has no field for one',
  MPM: 'opens a list of products; Kaleyra’s request has no field for one',
  SPM: 'opens a product; Kaleyra’s request has no field for one',
  VOICE_CALL: 'starts a WhatsApp call; Kaleyra’s request has no field for one',
  ORDER_DETAILS: 'asks for a payment; Kaleyra’s request has no field for one',
};

export function readButtons(
  { entry, path }: { readonly entry: ComponentEntry; readonly path: SourcePath },
  findings: Findings,
): readonly TemplateButton[] {
  const { addProblem, refuse } = findings;
  if (entry.buttons === undefined) addProblem([...path, 'buttons'], 'is missing');
  const buttons = (entry.buttons ?? []).flatMap((button, at) => readButton(button, [...path, 'buttons', at], findings));
  const dynamic = buttons.filter((button) => button.kind === 'url' && urlStem(button.url) !== undefined);
  if (dynamic.length > MAX_DYNAMIC_URLS) {
    const what = `has ${dynamic.length} links to fill; Kaleyra has fields for ${MAX_DYNAMIC_URLS}`;
    refuse([...path, 'buttons'], what, what);
  }
  return buttons;
}

function readButton(button: ButtonEntry, path: SourcePath, findings: Findings): TemplateButton[] {
  const { addProblem } = findings;
  if (button.type === 'COPY_CODE') {
    return [{ kind: 'copy_code', label: button.text ?? 'Copy code', example: exampleOf(button) }];
  }
  switch (button.type) {
    case 'QUICK_REPLY':
      return [{ kind: 'quick_reply', label: labelOf(button, path, addProblem) }];
    case 'PHONE_NUMBER':
      return [
        {
          kind: 'phone_number',
          label: labelOf(button, path, addProblem),
          number: needed(button.phone_number, [...path, 'phone_number'], addProblem),
        },
      ];
    case 'URL':
      return readUrlButton(button, path, findings);
    default:
      refuseKind(button.type, path, findings);
      return [];
  }
}

function labelOf({ text }: ButtonEntry, path: SourcePath, addProblem: AddProblem): string {
  return needed(text, [...path, 'text'], addProblem);
}

function refuseKind(type: string, path: SourcePath, { refuse }: Findings): void {
  const reason = valueUnder(UNSUPPORTED, type);
  const kinds = 'buttons that can be sent from here are QUICK_REPLY, URL, PHONE_NUMBER and COPY_CODE';
  if (reason === undefined)
    refuse([...path, 'type'], `is ${type}; ${kinds}`, `has a button of the kind ${type}; ${kinds}`);
  else refuse([...path, 'type'], `is ${type}, which ${reason}`, `has a button that ${reason}`);
}

function readUrlButton(button: ButtonEntry, path: SourcePath, { addProblem, refuse }: Findings): TemplateButton[] {
  const label = labelOf(button, path, addProblem);
  const url = needed(button.url, [...path, 'url'], addProblem).trim();
  if (OTP_URL.test(url)) {
    refuse([...path, 'url'], OTP_REASON, `has a button that ${OTP_REASON}`);
    return [];
  }
  const wrong = urlProblem(url);
  if (wrong !== undefined) addProblem([...path, 'url'], wrong);
  const stem = urlStem(url);
  const example = exampleOf(button);
  const suffix = stem !== undefined && example?.startsWith(stem) ? example.slice(stem.length) : example;
  return [{ kind: 'url', label, url, example: suffix }];
}

function urlProblem(url: string): string | undefined {
  const placeholders = placeholdersOf(url);
  if (placeholders.length > 1) return 'has more than one placeholder; a link takes one, at its end';
  if (placeholders.length === 1 && !/\}\}$/.test(url)) {
    return 'goes on after its placeholder; WhatsApp fills in only the end of a link';
  }
  return placeholderProblem(url);
}

/** Meta gives a list for a link and a text for a code. */
function exampleOf({ example }: ButtonEntry): string | undefined {
  return (Array.isArray(example) ? example[0] : example) || undefined;
}

function needed(text: string | undefined, path: SourcePath, addProblem: AddProblem): string {
  if (text === undefined || text.trim() === '') addProblem(path, 'is missing');
  return text ?? '';
}
