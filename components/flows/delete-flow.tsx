'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { DeleteDialog } from '#components/frame/delete-dialog.tsx';
import { readJson } from '#components/frame/fetch-rows.ts';
import { deleteFlow } from '#server/flows/actions.ts';
import type { Flow, FlowDeletion } from '#server/flows/contract.ts';
import { flowKeys } from './queries.ts';

const NAMED = 5;

export interface DeleteFlowProps {
  flow: Flow;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Names what stops before it stops. */
export function DeleteFlowDialog({ flow, open, onOpenChange }: DeleteFlowProps) {
  const t = useTranslations('flows.delete');
  const { data } = useQuery({
    queryKey: [...flowKeys.one(flow.id), 'deletion'],
    queryFn: ({ signal }) => readJson<FlowDeletion>(`/rows/flows/${flow.id}/deletion`, signal),
    enabled: open,
  });
  return (
    <DeleteDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('title', { name: flow.name })}
      action={t('action')}
      typedName={flow.deviceCount > 0 ? flow.name : undefined}
      remove={() => deleteFlow({ id: flow.id })}
      done={t('done', { name: flow.name })}
      to="/manager/flows"
    >
      <p className="mb-1 font-medium text-ink">{t('stops')}</p>
      <Stops flow={flow} stops={data} />
      <p>{t('stays')}</p>
    </DeleteDialog>
  );
}

function Stops({ flow, stops }: { flow: Flow; stops: FlowDeletion | undefined }) {
  const t = useTranslations('flows.delete');
  const more = flow.destinations.length - NAMED;
  const namesOf = ({ names, count }: FlowDeletion['devices']) =>
    count > names.length
      ? t('andOthers', { names: names.join(', '), count: count - names.length })
      : names.join(', ');
  const silent = new Set(stops?.destinationIds);
  return (
    <ul className="mb-3 list-disc space-y-0.5 break-words pl-5">
      {flow.deviceCount > 0 ? <li>{t('devices', { count: flow.deviceCount })}</li> : null}
      {stops && stops.devices.count > 0 ? (
        <li className="font-medium text-ink">
          {t('silentDevices', { count: stops.devices.count, names: namesOf(stops.devices) })}
        </li>
      ) : null}
      {flow.destinations.slice(0, NAMED).map(({ id, name, lastHour }) => (
        <li key={id} className={silent.has(id) ? 'font-medium text-ink' : undefined}>
          {t(silent.has(id) ? 'silentDestination' : 'destination', {
            name,
            count: lastHour.delivered + lastHour.failed,
          })}
        </li>
      ))}
      {more > 0 ? <li>{t('andMore', { count: more })}</li> : null}
      {stops && stops.decoders.count > 0 ? (
        <li>{t('decoders', { count: stops.decoders.count, names: namesOf(stops.decoders) })}</li>
      ) : null}
      {flow.deviceCount + flow.destinations.length === 0 ? <li>{t('nothing')}</li> : null}
    </ul>
  );
}
