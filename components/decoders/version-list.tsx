'use client';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DecoderDetail } from '#server/decoders/script-contract.ts';
import type { ScriptVersion } from '#server/scripts/contract.ts';
import type { Script } from './use-script.ts';

export interface VersionListProps {
  decoder: DecoderDetail;
  script: Script;
  readOnly: boolean;
}

export function VersionList({ decoder, script, readOnly }: VersionListProps) {
  const t = useTranslations('decoders.versions');
  const head = [
    { label: t('number') },
    { label: t('by') },
    { label: t('saved'), end: true },
    { label: t('published'), end: true },
    { label: <span className="sr-only">{t('open')}</span> },
  ];
  return (
    <Panel title={t('title')} note={t('frozen')} padding="flush">
      <ListTable bare label={t('title')} head={head}>
        {decoder.versions.map((version) => (
          <tr key={version.id}>
            <ListCell first>
              <span className="inline-flex items-center gap-2">
                {version.number}
                <VersionPill version={version} />
              </span>
            </ListCell>
            <ListCell className="sm:w-full sm:min-w-16 sm:max-w-0">
              <span className="block truncate text-dim" title={version.createdBy}>
                {version.createdBy}
              </span>
            </ListCell>
            <ListCell end>
              <Time value={version.createdAt} />
            </ListCell>
            <ListCell end>
              <Time value={version.publishedAt} />
            </ListCell>
            <ListCell end>
              <span className="inline-flex gap-1.5">
                <Button size="sm" variant="quiet" onClick={() => void script.open(version)}>
                  {t('open')}
                </Button>
                {!readOnly && !version.current && version.publishedAt ? (
                  <Button size="sm" onClick={() => void script.goBack(version)}>
                    {t('back')}
                  </Button>
                ) : null}
              </span>
            </ListCell>
          </tr>
        ))}
      </ListTable>
    </Panel>
  );
}

function VersionPill({ version }: { version: ScriptVersion }) {
  const t = useTranslations('decoders.versions');
  if (version.current) return <Pill tone="good">{t('current')}</Pill>;
  return version.publishedAt ? null : <Pill tone="busy">{t('draft')}</Pill>;
}
