import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { InputState, ViewState } from '../../protocol.ts';

/** Where blocks stand: in a message or in a view. Elements use it to hold values and to tell the bot. */
export interface BlockPlace {
  readonly values: ViewState;
  /** By block_id; only a view has them. */
  readonly errors: Readonly<Record<string, string>>;
  /** Only a view can be asked for options. */
  readonly viewId: string | undefined;
  readonly setInput: (blockId: string, actionId: string, input: InputState) => void;
  /** Sends `block_actions` with the element's own part of it, and with the inputs as they stand. */
  readonly dispatch: (blockId: string, actionId: string, element: Readonly<Record<string, unknown>>) => void;
}

const nothing = () => {};

export const BlockPlaceContext = createContext<BlockPlace>({
  values: {},
  errors: {},
  viewId: undefined,
  setInput: nothing,
  dispatch: nothing,
});

export function useBlockPlace(): BlockPlace {
  return useContext(BlockPlaceContext);
}

/** What an element needs to know of its block. */
export interface ElementPlace {
  readonly blockId: string;
  /** IDs of the label and of hint and error; set inside an input block, whose elements have no name of their own. */
  readonly labelId: string | undefined;
  /** What the label's `for` names. */
  readonly fieldId: string | undefined;
  readonly describedBy: string | undefined;
  readonly hasError: boolean;
  /** Whether a change tells the bot at once: always outside an input block, else by `dispatch_action`. */
  readonly isDispatching: boolean;
}
