import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Feed } from '../../feed.ts';
import type { View, ViewStack } from '../../protocol.ts';
import { withIds } from './block-ids.ts';
import { SlackError } from './slack-error.ts';

/** What the page does not need to see of a view. */
export interface OpenView extends View {
  readonly memberId: string;
  readonly privateMetadata: string;
  readonly externalId: string;
  readonly clearOnClose: boolean;
  readonly rootViewId: string;
  readonly previousViewId: string | undefined;
  /** The blocks and texts as the bot gave them. */
  readonly definition: ViewDefinition;
}

/** Every member's open modal: one stack of at most three views. */
export interface ViewStacks {
  list(): readonly ViewStack[];
  find(by: { readonly viewId?: string | undefined; readonly externalId?: string | undefined }): OpenView | undefined;
  open(memberId: string, definition: ViewDefinition): OpenView;
  /** Throws `push_limit_reached` on the fourth view. */
  push(memberId: string, definition: ViewDefinition): OpenView;
  update(view: OpenView, definition: ViewDefinition, hash?: string): OpenView;
  /** Takes this view and those above it away; returns them, the top one first. */
  close(view: OpenView): readonly OpenView[];
  clear(memberId: string): readonly OpenView[];
}

const MAX_VIEWS = 3;

const Text = z.looseObject({ text: z.string() });

/** A view that was checked before. */
export const ViewDefinition = z.looseObject({
  title: Text,
  submit: Text.optional(),
  close: Text.optional(),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  external_id: z.string().default(''),
  clear_on_close: z.boolean().default(false),
  notify_on_close: z.boolean().default(false),
  blocks: z.array(z.unknown()),
});

export type ViewDefinition = z.infer<typeof ViewDefinition>;

export function createViewStacks(feed: Feed): ViewStacks {
  const byMember = new Map<string, readonly OpenView[]>();
  const stackOf = (memberId: string) => byMember.get(memberId) ?? [];

  function save(memberId: string, views: readonly OpenView[]): void {
    if (views.length === 0) byMember.delete(memberId);
    else byMember.set(memberId, views);
    feed.publish({ type: 'stack', stack: { memberId, views: views.map(shown) } });
  }

  function find(by: { readonly viewId?: string | undefined; readonly externalId?: string | undefined }) {
    const views = [...byMember.values()].flat();
    if (by.viewId !== undefined) return views.find((view) => view.id === by.viewId);
    return views.find((view) => by.externalId !== undefined && view.externalId === by.externalId);
  }

  function create(memberId: string, definition: ViewDefinition): OpenView {
    const id = `V${randomBytes(5).toString('hex').toUpperCase()}`;
    if (definition.external_id !== '' && find({ externalId: definition.external_id })) {
      throw new SlackError('duplicate_external_id');
    }
    const stack = stackOf(memberId);
    const root = stack[0]?.id ?? id;
    return { ...read(definition), id, memberId, rootViewId: root, previousViewId: stack.at(-1)?.id };
  }

  return {
    list: () => [...byMember].map(([memberId, views]) => ({ memberId, views: views.map(shown) })),
    find,
    open(memberId, definition) {
      byMember.delete(memberId);
      const view = create(memberId, definition);
      save(memberId, [view]);
      return view;
    },
    push(memberId, definition) {
      const stack = stackOf(memberId);
      if (stack.length >= MAX_VIEWS) throw new SlackError('push_limit_reached');
      const view = create(memberId, definition);
      save(memberId, [...stack, view]);
      return view;
    },
    update(view, definition, hash) {
      const current = find({ viewId: view.id });
      if (current === undefined) throw new SlackError('not_found');
      if (hash !== undefined && hash !== current.hash) throw new SlackError('hash_conflict');
      const updated = { ...current, ...read(definition) };
      save(
        current.memberId,
        stackOf(current.memberId).map((one) => (one.id === view.id ? updated : one)),
      );
      return updated;
    },
    close(view) {
      const stack = stackOf(view.memberId);
      const at = stack.findIndex(({ id }) => id === view.id);
      if (at < 0) return [];
      const from = stack.slice(at).some(({ clearOnClose }) => clearOnClose) ? 0 : at;
      save(view.memberId, stack.slice(0, from));
      return stack.slice(from).reverse();
    },
    clear(memberId) {
      const stack = stackOf(memberId);
      save(memberId, []);
      return stack.toReversed();
    },
  };
}

function read(definition: ViewDefinition) {
  return {
    callbackId: definition.callback_id,
    hash: `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`,
    title: definition.title.text,
    submit: definition.submit?.text,
    close: definition.close?.text,
    notifyOnClose: definition.notify_on_close,
    blocks: withIds(definition.blocks),
    privateMetadata: definition.private_metadata,
    externalId: definition.external_id,
    clearOnClose: definition.clear_on_close,
    definition,
  };
}

/** A view as the page gets it. */
function shown({ id, callbackId, hash, title, submit, close, notifyOnClose, blocks }: OpenView): View {
  return { id, callbackId, hash, title, submit, close, notifyOnClose, blocks };
}
