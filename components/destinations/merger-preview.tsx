'use client';
import Merge from 'lucide-react/icons/merge';
import Split from 'lucide-react/icons/split';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Panel } from '#components/ui/panel.tsx';
import type { Merger, MergerChoices, MergerRoute } from '#server/destinations/merger-contract.ts';
import { meetingOf } from '#server/destinations/merger-rules.ts';

type Values = Pick<Merger, 'merge' | 'decoderIds' | 'orphanStrategy'>;

/** What the settings mean for each device type that sends here, as its flows stand now. */
export function MergerPreview({ values, choices }: { values: Values; choices: MergerChoices }) {
  const t = useTranslations('destinations.merger');
  const { routes, decoders } = choices;
  const names = new Map(decoders.map(({ id, name }) => [id, name]));
  return (
    <Panel title={t('preview')} note={t('previewNote')}>
      {routes.length === 0 ? <p className="text-dim text-sm">{t('nothingComes')}</p> : null}
      <ul className="flex flex-col divide-y divide-line-soft">
        {routes.map((route) => (
          <li key={`${route.flow.id}${route.deviceType.id}`} className="py-2.5 first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="min-w-0 break-words font-medium">{route.deviceType.name}</span>
              <span className="text-faint text-sm">{t('devices', { count: route.devices })}</span>
            </div>
            <div className="text-faint text-sm">
              {t('inFlow')}{' '}
              <Link
                href={`/manager/flows/${route.flow.id}/processing`}
                className="hover:text-accent hover:underline"
              >
                {route.flow.name}
              </Link>
            </div>
            <Meets route={route} values={values} names={names} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface MeetsProps {
  route: MergerRoute;
  values: Values;
  names: ReadonlyMap<string, string>;
}

function Meets({ route, values, names }: MeetsProps) {
  const t = useTranslations('destinations.merger');
  const merger = values.merge ? values : { ...values, decoderIds: [] };
  const meeting = meetingOf(route.decoderIds, merger);
  const nameOf = (id: string) => names.get(id) ?? '–';
  const merged = meeting.kind === 'together' ? meeting.decoderIds : [];
  const waits = meeting.kind === 'alone' ? [meeting.decoderId] : merged;
  const apart = route.decoderIds.filter((id) => !waits.includes(id));
  return (
    <div className="mt-1.5 flex flex-col gap-1 text-sm">
      {merged.length > 0 ? (
        <Line icon={<Merge aria-hidden="true" className="text-accent" />} names={merged.map(nameOf)}>
          {t('together')}
        </Line>
      ) : null}
      {meeting.kind === 'alone' ? (
        <Line
          icon={<TriangleAlert aria-hidden="true" className="text-warn" />}
          names={[nameOf(meeting.decoderId)]}
        >
          {t(meeting.isDiscarded ? 'alwaysDiscarded' : 'nobodyToWaitFor')}
        </Line>
      ) : null}
      {apart.length > 0 ? (
        <Line icon={<Split aria-hidden="true" className="text-faint" />} names={apart.map(nameOf)}>
          {t('apart', { count: apart.length })}
        </Line>
      ) : null}
    </div>
  );
}

function Line({ icon, names, children }: { icon: ReactNode; names: string[]; children: ReactNode }) {
  return (
    <p className="flex gap-2 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
      {icon}
      <span className="min-w-0 break-words">
        {names.join(', ')}: <span className="text-dim">{children}</span>
      </span>
    </p>
  );
}
