import { useCallback, useState } from 'preact/hooks';
import type { SandboxState } from '../protocol.ts';
import { BottomBar, type Pane } from './bottom-bar.tsx';
import { Conversation } from './chat/conversation.tsx';
import { Sidebar } from './chat/sidebar.tsx';
import { ModalLayer } from './modal/modal-layer.tsx';
import { Notices } from './notices.tsx';
import type { PanelTab } from './panel/panel-tabs.ts';
import { unreadOf } from './panel/phone-numbers.ts';
import { NAMED, SidePanel } from './panel/side-panel.tsx';
import { useSandbox } from './sandbox-context.ts';
import { ScenarioBar } from './scenario/scenario-bar.tsx';
import { TourCard } from './scenario/tour-card.tsx';
import { useScenarios } from './scenario/use-scenario.ts';
import type { PageState } from './state/page-state.ts';
import { useUnread } from './state/use-unread.ts';

/** The whole page: people and channels at the left, the conversation in the middle, the panel at the right. */
export function Workspace({ page, sandbox }: { readonly page: PageState; readonly sandbox: SandboxState }) {
  const { change, memberId } = useSandbox();
  const [pane, setPane] = useState<Pane>(NAMED === undefined ? 'chat' : 'try');
  const [tab, setTab] = useState<PanelTab>(NAMED === undefined ? 'phones' : 'try');
  const [isMenuOpen, setMenuOpen] = useState(false);
  const unread = useUnread(sandbox.messages, memberId, page.channelId);
  const channel = sandbox.channels.find(({ id }) => id === page.channelId);
  const stack = sandbox.stacks.find((candidate) => candidate.memberId === memberId);
  const hasModal = (stack?.views.length ?? 0) > 0;
  const badges = badgesOf(sandbox);
  const openChannel = (channelId: string) => {
    change({ type: 'channel', channelId });
    setMenuOpen(false);
  };
  const openPane = useCallback((next: Pane) => {
    setPane(next);
    if (next !== 'chat') setTab(next);
  }, []);
  const scenarios = useScenarios(sandbox, openPane);
  const [isTouring, setTouring] = useState(false);
  return (
    <main class="workspace-grid" data-pane={pane === 'chat' ? 'chat' : 'panel'}>
      <h1 class="sr-only">Sandbox</h1>
      <div class="slack">
        <div class={isMenuOpen ? 'sidebar-frame sidebar-shown' : 'sidebar-frame'} inert={hasModal}>
          <Sidebar
            workspace={sandbox.workspace}
            isLive={page.isLive}
            channelId={page.channelId}
            unread={unread}
            onChannel={openChannel}
          />
          <button
            type="button"
            class="sidebar-close"
            aria-label="Close channels and people"
            onClick={() => setMenuOpen(false)}
          />
        </div>
        <div class="conversation-frame" inert={hasModal}>
          {channel === undefined ? (
            <p class="empty">This person sees no channel.</p>
          ) : (
            <Conversation
              key={channel.id}
              sandbox={sandbox}
              channel={channel}
              onMenu={() => setMenuOpen(!isMenuOpen)}
            />
          )}
        </div>
        <ModalLayer stack={stack} forms={page.forms} />
      </div>
      <SidePanel
        sandbox={sandbox}
        tab={tab}
        badges={badges}
        onTab={openPane}
        scenarios={scenarios}
        onTour={() => setTouring(true)}
      />
      <ScenarioBar scenarios={scenarios} sandbox={sandbox} />
      {isTouring ? <TourCard scenarios={scenarios} show={openPane} onLeave={() => setTouring(false)} /> : undefined}
      <BottomBar pane={pane} badges={badges} onPane={openPane} />
      <Notices notices={page.notices.filter((notice) => (notice.memberId ?? memberId) === memberId)} />
    </main>
  );
}

function badgesOf({ phones, faults, bots }: SandboxState): Readonly<Record<PanelTab, number>> {
  return {
    phones: phones.reduce((sum, phone) => sum + unreadOf(phone).length, 0),
    kaleyra: 0,
    faults: faults.filter(({ isOn }) => isOn).length,
    bot: bots.filter(({ state }) => state === 'stopped').length,
    try: 0,
  };
}
