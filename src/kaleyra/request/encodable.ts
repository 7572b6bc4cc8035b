import { PAYLOAD_FIELDS, URL_FIELDS } from '../../core/template/fields/button-fields.ts';
import { characterProblem, isUnsendable, sentenceFor } from '../../core/template/fields/characters.ts';
import type { FieldId } from '../../core/template/fields/field.ts';
import { type FreeText, MAX_FREE_TEXT_LENGTH } from '../../core/template/message/free-text.ts';
import type { TemplateMessage } from '../../core/template/message/message.ts';
import { isSeen } from '../../core/text.ts';
import type { EncodingProblem } from '../../flow/ports/provider.ts';

interface Entry {
  readonly field: FieldId;
  /** As a sentence starts with it. */
  readonly name: string;
  readonly value: string;
}

/** Says of every value that cannot reach WhatsApp unchanged which character stands in the way, and what to type instead. */
export function findUnencodable(message: TemplateMessage): readonly EncodingProblem[] {
  return [...entriesOf(message).flatMap(problemsOf), ...surplus(message)];
}

/** The same of a text of one's own: it may have several lines and quotes. */
export function findUnencodableText({ text }: FreeText): readonly EncodingProblem[] {
  const hidden = new Set([...text].filter((character) => isUnsendable(character) && !MAY_STAND_IN_TEXT.has(character)));
  const sentences = [...hidden].map((character) => sentenceFor('The text', character));
  if (text.length > MAX_FREE_TEXT_LENGTH) {
    sentences.push(
      `The text is longer than WhatsApp’s ${MAX_FREE_TEXT_LENGTH.toLocaleString('en')} characters. Shorten it.`,
    );
  }
  if (!isSeen(text) && hidden.size === 0) sentences.push('Write what they should read.');
  return sentences.length === 0 ? [] : [{ field: 'text', sentence: sentences.join(' ') }];
}

const MAY_STAND_IN_TEXT = new Set(['\n', '\t']);

function entriesOf(message: TemplateMessage): readonly Entry[] {
  const { headerText, media, parameters, urlSuffixes, coupon, payloads } = message;
  const entries: Entry[] = parameters.map((value, index) => ({
    field: `param_${index + 1}`,
    name: `Value ${index + 1}`,
    value,
  }));
  const plain = (field: FieldId, name: string, value: string | undefined) => {
    if (value !== undefined) entries.push({ field, name, value });
  };
  plain('param_header', 'The header value', headerText);
  plain('media_url', 'The media link', media?.url);
  plain('param_url', 'The first link', urlSuffixes[0]);
  plain('second_param_url', 'The second link', urlSuffixes[1]);
  if (coupon !== undefined) {
    entries.push({ field: 'coupon_code', name: 'The code to copy', value: coupon.code });
  }
  payloads.forEach((value, index) => {
    plain(`payload_${index + 1}`, `Payload ${index + 1}`, value);
  });
  return entries;
}

function problemsOf({ field, name, value }: Entry): readonly EncodingProblem[] {
  const sentence = characterProblem(field, name, value);
  return sentence === undefined ? [] : [{ field, sentence }];
}

function surplus({ urlSuffixes, payloads }: TemplateMessage): readonly EncodingProblem[] {
  const problems: EncodingProblem[] = [];
  if (urlSuffixes.length > URL_FIELDS.length) {
    problems.push({
      field: 'second_param_url',
      sentence: 'Kaleyra fills the links of two buttons at most. Use a template with fewer of them.',
    });
  }
  if (payloads.length > PAYLOAD_FIELDS.length) {
    problems.push({
      field: 'payload_4',
      sentence: 'Kaleyra carries the payloads of three buttons at most. Leave this one empty.',
    });
  }
  return problems;
}
