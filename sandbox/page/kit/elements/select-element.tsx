import type { Option } from '../../../protocol.ts';
import { type SandboxPage, useSandbox } from '../../sandbox-context.ts';
import { optionOf } from '../../state/view-inputs.ts';
import { type Fields, fieldsOf, listOf, numberOf, textOf } from '../../unknown-value.ts';
import { type BlockPlace, useBlockPlace } from '../block-place.ts';
import { type Choices, choicesOf, filterChoices, NO_CHOICES } from './choices.ts';
import { Combobox } from './combobox.tsx';
import type { ElementProps } from './elements.tsx';
import { useConfirmed } from './use-confirmed.tsx';

/** `static_select`, `external_select` and `conversations_select`: one list with type-ahead, three places it comes from. */
export function SelectElement({ element, place }: ElementProps) {
  const page = useSandbox();
  const host = useBlockPlace();
  const [run, dialog] = useConfirmed(element);
  const type = textOf(element['type']);
  const actionId = textOf(element['action_id']);
  const state = host.values[place.blockId]?.[actionId];
  const conversations = conversationOptions(element, page);
  const selected =
    type === 'conversations_select'
      ? conversations.find(({ value }) => value === state?.selected_conversation)
      : (state?.selected_option ?? undefined);
  const choose = (option: Option) => {
    const value =
      type === 'conversations_select' ? { selected_conversation: option.value } : { selected_option: option };
    host.setInput(place.blockId, actionId, { type, ...value });
    if (place.isDispatching) host.dispatch(place.blockId, actionId, { type, ...value });
  };
  const isExternal = type === 'external_select';
  const load = isExternal
    ? (query: string) => askForOptions(page, host, place.blockId, actionId, query)
    : (query: string) => filterChoices(localChoices(element, conversations), query);
  return (
    <>
      <Combobox
        place={place}
        name={textOf(fieldsOf(element['placeholder'])['text']) || 'Choose an option'}
        selected={selected}
        leastQuery={isExternal ? (numberOf(element['min_query_length']) ?? 3) : 0}
        debounceMs={isExternal ? 150 : 0}
        hasFocus={element['focus_on_load'] === true}
        load={load}
        onChoose={(option) => run(() => choose(option))}
      />
      {dialog}
    </>
  );
}

function localChoices({ type, options, option_groups }: Fields, conversations: readonly Option[]): Choices {
  if (type === 'conversations_select') return choicesOf(conversations, undefined);
  const read = (list: unknown) => listOf(list).flatMap((option) => optionOf(option) ?? []);
  if (option_groups === undefined) return choicesOf(read(options), undefined);
  const groups = listOf(option_groups).map(fieldsOf);
  return {
    groups: groups.map((group) => ({
      label: textOf(fieldsOf(group['label'])['text']),
      options: read(group['options']),
    })),
    problem: undefined,
  };
}

async function askForOptions(
  page: SandboxPage,
  { viewId }: BlockPlace,
  blockId: string,
  actionId: string,
  query: string,
): Promise<Choices> {
  if (viewId === undefined) return { ...NO_CHOICES, problem: 'The sandbox loads options in modals only.' };
  const answer = await page.ask('options', { memberId: page.memberId, viewId, blockId, actionId, query });
  if (answer?.problem !== undefined) return { ...NO_CHOICES, problem: answer.problem };
  return choicesOf(answer?.options, answer?.groups);
}

const KIND_OF = { public: 'public', private: 'private', dm: 'im' } as const;

/** The conversations that the acting member sees, as far as the element's filter lets them through. */
function conversationOptions({ filter }: Fields, { directory, memberId }: SandboxPage): readonly Option[] {
  const { include } = fieldsOf(filter);
  return directory.channels
    .filter((channel) => !channel.isArchived && channel.memberIds.includes(memberId))
    .filter(({ kind }) => include === undefined || listOf(include).includes(KIND_OF[kind]))
    .map(({ id, name, kind }) => ({
      text: { type: 'plain_text', text: kind === 'dm' ? name : `#${name}` },
      value: id,
    }));
}
