'use client';
import CircleCheck from 'lucide-react/icons/circle-check';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { useAct } from '#components/frame/use-act.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Identifier } from '#components/ui/identifier.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import { forgetUnknownDevice } from '#server/lora-networks/actions.ts';
import type { UnknownDevice } from '#server/lora-networks/contract.ts';
import { connectionKeys } from './queries.ts';

export interface UnknownDevicesProps {
  unknown: UnknownDevice[];
  mayForget: boolean;
  mayAdd: boolean;
}

export function UnknownDevices({ unknown, mayForget, mayAdd }: UnknownDevicesProps) {
  const t = useTranslations('connections.unknown');
  const act = useAct();
  const forget = ({ connectionId, network, identifier }: UnknownDevice) =>
    act(forgetUnknownDevice({ connectionId, network, identifier }), {
      done: t('forgotten', { identifier }),
      stale: [connectionKeys.one(connectionId)],
    });
  const head = [
    { label: t('identifier') },
    { label: t('count'), end: true },
    { label: t('last'), end: true },
    { label: <span className="sr-only">{t('add')}</span> },
  ];
  return (
    <Panel title={t('title')} note={unknown.length || undefined} padding="flush">
      {unknown.length === 0 ? (
        <p className="flex items-center gap-2 border-line-soft border-t px-4 py-4 text-dim text-sm">
          <CircleCheck aria-hidden="true" className="size-4 text-accent" />
          {t('none')}
        </p>
      ) : (
        <>
          <p className="px-4 pb-2 text-dim text-sm">{t('lead')}</p>
          <ListTable bare label={t('title')} head={head}>
            {unknown.map((one) => (
              <tr key={`${one.network}${one.identifier}`} className="hover:bg-hover">
                <ListCell first>
                  <Identifier value={one.identifier} />
                </ListCell>
                <ListCell end>
                  <Quantity value={one.count} />
                </ListCell>
                <ListCell end>
                  <Time value={one.lastSeenAt} />
                  <span className="block text-dim text-xs">
                    {t('since')} <Time value={one.firstSeenAt} />
                  </span>
                </ListCell>
                <ListCell end>
                  <span className="inline-flex items-center gap-1">
                    {mayAdd ? (
                      <ButtonLink
                        size="sm"
                        href={`/manager/devices/new?devEui=${encodeURIComponent(one.identifier)}`}
                        icon={<Plus aria-hidden="true" />}
                      >
                        {t('add')}
                      </ButtonLink>
                    ) : null}
                    {mayForget ? (
                      <IconButton
                        size="sm"
                        label={t('forget', { identifier: one.identifier })}
                        icon={<X aria-hidden="true" />}
                        onClick={() => void forget(one)}
                      />
                    ) : null}
                  </span>
                </ListCell>
              </tr>
            ))}
          </ListTable>
        </>
      )}
    </Panel>
  );
}
