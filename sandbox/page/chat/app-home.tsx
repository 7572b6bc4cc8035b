import { useEffect, useState } from 'preact/hooks';
import type { Home, ViewState } from '../../protocol.ts';
import { type BlockPlace, BlockPlaceContext } from '../kit/block-place.ts';
import { Blocks } from '../kit/blocks.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { withInput } from '../state/view-inputs.ts';

/** The app's Home, as the bot published it for whoever looks. */
export function AppHome({ home }: { readonly home: Home | undefined }) {
  const { memberId, act } = useSandbox();
  const [values, setValues] = useState<ViewState>({});
  useEffect(() => act('home', { memberId }), [act, memberId]);
  if (home === undefined) return <p class="empty">The bot has published nothing here yet.</p>;
  const { viewId, blocks } = home;
  const place: BlockPlace = {
    values,
    errors: {},
    viewId,
    setInput: (blockId, actionId, input) => setValues((before) => withInput(before, blockId, actionId, input)),
    dispatch: (blockId, actionId, element) =>
      act('action', { memberId, container: { viewId }, blockId, actionId, element, state: values }),
  };
  return (
    <section class="app-home" aria-label="Home">
      <BlockPlaceContext.Provider value={place}>
        <Blocks blocks={blocks} />
      </BlockPlaceContext.Provider>
    </section>
  );
}
