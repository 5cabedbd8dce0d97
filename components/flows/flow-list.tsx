'use client';
import ArrowRight from 'lucide-react/icons/arrow-right';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { FlowDeviceType } from '#server/flows/contract.ts';
import { WarningBadge } from './flow-warnings.tsx';
import type { Adding, DrawnFlow, GraphDoors } from './graph-model.tsx';
import { TypeProcessing } from './type-processing.tsx';

/** The drawing as a list: the same things, the same abilities, in reading order. */
export function FlowList({ flow, doors }: { flow: DrawnFlow; doors: GraphDoors }) {
  const t = useTranslations('flows.graph');
  return (
    <ol className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <li className="min-w-0">
        <Panel
          title={`${t('step.devices')}, ${t('step.decoders')}`}
          padding="flush"
          actions={
            doors.addsDevices ? <AddButton doors={doors} what="devices" label={t('addDevices')} /> : undefined
          }
        >
          {flow.types.length === 0 ? <Nothing>{t('empty')}</Nothing> : null}
          {flow.types.map((type) => (
            <TypeWays key={type.deviceType.id} flow={flow} type={type} doors={doors} />
          ))}
        </Panel>
      </li>
      <li className="min-w-0">
        <Panel
          title={t('step.destinations')}
          padding="flush"
          actions={<AddButton doors={doors} what="destination" label={t('addDestination')} />}
        >
          {flow.destinations.length === 0 ? <Nothing>{t('noDestination')}</Nothing> : null}
          <ul>
            {flow.destinations.map((destination) => (
              <li
                key={destination.id}
                className="flex items-center gap-3 border-line-soft border-t px-4 py-2.5 text-sm"
              >
                <Link
                  href={`/manager/destinations/${destination.id}`}
                  className="min-w-0 flex-1 truncate rounded-sm font-medium hover:text-accent hover:underline"
                >
                  {destination.name}
                </Link>
                <Trouble flow={flow} id={destination.id} />
                <Counts
                  count={destination.lastHour.delivered + destination.lastHour.failed}
                  failed={destination.lastHour.failed}
                />
                {doors.mayUpdate ? (
                  <IconButton
                    size="sm"
                    label={t('unlink', { name: destination.name })}
                    icon={<X aria-hidden="true" />}
                    onClick={() => doors.unlink(destination)}
                  />
                ) : null}
              </li>
            ))}
          </ul>
        </Panel>
      </li>
    </ol>
  );
}

function TypeWays({ flow, type, doors }: { flow: DrawnFlow; type: FlowDeviceType; doors: GraphDoors }) {
  const t = useTranslations('flows.graph');
  return (
    <section className="border-line-soft border-t">
      <h3 className="flex flex-wrap items-center gap-x-2 px-4 py-3 font-semibold text-sm">
        {type.deviceType.name}
        <span className="font-book text-faint">{t('devices', { count: type.devices })}</span>
        <ArrowRight aria-hidden="true" className="size-3.5 text-faint" />
        <Counts count={type.messagesLastHour} failed={0} />
        <Trouble flow={flow} id={type.deviceType.id} />
      </h3>
      <TypeProcessing flowId={flow.id} type={type} mayUpdate={doors.mayUpdate} />
    </section>
  );
}

/** The (i) of a box of the drawing: of a destination, or of a type with its decoders and encoders. */
function Trouble({ flow, id }: { flow: DrawnFlow; id: string }) {
  const warnings = flow.warnings.filter(
    ({ object, details }) => object.id === id || details.deviceTypeId === id,
  );
  return warnings.length > 0 ? <WarningBadge flowId={flow.id} warnings={warnings} /> : null;
}

function AddButton({ doors, what, label }: { doors: GraphDoors; what: Adding; label: string }) {
  if (!doors.mayUpdate) return null;
  return (
    <Button size="sm" icon={<Plus aria-hidden="true" />} onClick={() => doors.add(what)}>
      {label}
    </Button>
  );
}

function Counts({ count, failed }: { count: number; failed: number }) {
  const t = useTranslations('flows.graph');
  return (
    <span className="whitespace-nowrap font-book text-dim text-xs">
      {t('hour', { count })}
      {failed > 0 ? (
        <span className="ml-1.5 font-semibold text-bad">{t('failed', { count: failed })}</span>
      ) : null}
    </span>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return <p className="border-line-soft border-t px-4 py-4 text-dim text-sm">{children}</p>;
}
