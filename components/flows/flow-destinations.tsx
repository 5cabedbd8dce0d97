'use client';
import ArrowRightToLine from 'lucide-react/icons/arrow-right-to-line';
import X from 'lucide-react/icons/x';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useAct } from '#components/frame/use-act.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { StatusPill } from '#components/ui/pill.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { linkDestination, unlinkDestination } from '#server/flows/actions.ts';
import type { Flow, FlowDestinationState } from '#server/flows/contract.ts';
import { LinkDestinationDialog } from './link-destination.tsx';
import { LINK_STALE, useFlow } from './queries.ts';

export function FlowDestinations({ flow: painted, mayUpdate }: { flow: Flow; mayUpdate: boolean }) {
  const t = useTranslations('flows.destinations');
  const flow = useFlow(painted);
  const add = mayUpdate ? <LinkDestinationDialog flow={flow} size="sm" /> : undefined;
  if (flow.destinations.length === 0) {
    return (
      <Panel>
        <EmptyState
          icon={<ArrowRightToLine aria-hidden="true" />}
          title={t('emptyTitle')}
          action={mayUpdate ? <LinkDestinationDialog flow={flow} variant="primary" /> : undefined}
        >
          {t('emptyText')}
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel title={t('label')} padding="flush" actions={add}>
      <ul>
        {flow.destinations.map((destination) => (
          <li key={destination.id} className="border-line-soft border-t">
            <DestinationRow flow={flow} destination={destination} mayUpdate={mayUpdate} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function destinationStatus({ status, failuresInARow }: FlowDestinationState) {
  if (status === 'suspended') return 'failed' as const;
  if (status === 'paused') return 'paused' as const;
  return failuresInARow > 0 ? ('retrying' as const) : ('active' as const);
}

function DestinationRow(props: { flow: Flow; destination: FlowDestinationState; mayUpdate: boolean }) {
  const { flow, destination, mayUpdate } = props;
  const t = useTranslations('flows.destinations');
  const kinds = useTranslations('flows.kind');
  const unlink = useUnlinkDestination(flow.id);
  const { delivered, failed } = destination.lastHour;
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1.5 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <Link
          href={`/manager/destinations/${destination.id}`}
          className="block truncate rounded-sm font-medium hover:text-accent hover:underline"
        >
          {destination.name}
        </Link>
        <span className="block truncate text-faint text-xs">
          {kinds.has(destination.kind as 'https') ? kinds(destination.kind as 'https') : destination.kind}
          {destination.lastError && destination.failuresInARow > 0 ? ` · ${destination.lastError}` : ''}
        </span>
      </div>
      <StatusPill status={destinationStatus(destination)} />
      <div className="text-sm sm:ml-auto sm:w-32 sm:text-right">
        {delivered + failed === 0 ? (
          <span className="text-faint">{t('nothing')}</span>
        ) : (
          <>
            <span className={failed > 0 ? 'font-medium text-bad' : 'font-medium'}>
              <Quantity
                value={delivered / (delivered + failed)}
                style="percent"
                digits={delivered && failed ? 1 : 0}
              />
            </span>
            <span className="block text-faint text-xs">
              {t('counts', { delivered, all: delivered + failed })}
            </span>
          </>
        )}
      </div>
      <div className="text-right text-sm max-sm:ml-auto sm:w-20">
        <span className={destination.backlog > 0 ? 'text-up' : 'text-faint'}>
          <Quantity value={destination.backlog} />
        </span>
        <span className="block text-faint text-xs">{t('backlog')}</span>
      </div>
      {mayUpdate ? (
        <IconButton
          size="sm"
          label={`${t('unlink')}: ${destination.name}`}
          icon={<X aria-hidden="true" />}
          onClick={() => void unlink(destination)}
        />
      ) : null}
    </div>
  );
}

/** Taken off at once, with the way back beside it. */
export function useUnlinkDestination(flowId: string) {
  const t = useTranslations('flows.destinations');
  const act = useAct();
  const stale = LINK_STALE;
  return ({ id, name }: { id: string; name: string }) => {
    const link = { flowId, destinationId: id };
    return act(unlinkDestination(link), {
      stale,
      done: t('unlinked', { name }),
      undo: { label: t('undo'), run: () => void act(linkDestination(link), { stale }) },
    });
  };
}
