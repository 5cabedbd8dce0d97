'use client';
import Lock from 'lucide-react/icons/lock';
import Search from 'lucide-react/icons/search';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Chip } from '#components/ui/chip.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { Duration } from '#components/ui/time.tsx';
import type { DeviceType } from '#server/device-types/contract.ts';

type Shown = 'all' | 'managed' | 'own';

/** The catalogue is short enough to be whole on the page: searching happens here. */
export function DeviceTypeList({ types }: { types: DeviceType[] }) {
  const t = useTranslations('decoders.types');
  const [text, setText] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  const wanted = text.trim().toLowerCase();
  const found = types.filter(
    (type) =>
      (shown === 'all' || type.category === shown) &&
      `${type.name} ${type.group} ${type.slug}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <div className="mb-2.5 flex flex-wrap items-center gap-2">
        <TextField
          hideLabel
          label={t('search')}
          placeholder={t('search')}
          lead={<Search aria-hidden="true" />}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="w-72 max-w-full"
        />
        {(['all', 'managed', 'own'] as const).map((one) => (
          <Chip key={one} active={shown === one} aria-pressed={shown === one} onClick={() => setShown(one)}>
            {t(one)}
          </Chip>
        ))}
      </div>
      {found.length === 0 ? (
        <Panel>
          <p className="py-6 text-center text-dim">{t('none')}</p>
        </Panel>
      ) : (
        <TypeTable types={found} />
      )}
    </>
  );
}

export function CategoryPill({ category }: { category: DeviceType['category'] }) {
  const t = useTranslations('decoders.types');
  return category === 'managed' ? (
    <Pill mark={<Lock aria-hidden="true" className="size-3" />} title={t('managedHint')}>
      {t('managed')}
    </Pill>
  ) : (
    <Pill tone="good" title={t('ownHint')}>
      {t('own')}
    </Pill>
  );
}

function TypeTable({ types }: { types: DeviceType[] }) {
  const t = useTranslations('decoders.types');
  const network = useTranslations('decoders.network');
  const head = [
    { label: t('name') },
    { label: t('category') },
    { label: t('networks') },
    { label: t('group') },
    { label: t('interval'), end: true },
    { label: t('decoders'), end: true },
  ];
  return (
    <ListTable label={t('title')} head={head}>
      {types.map((type) => (
        <tr key={type.id} className="hover:bg-hover">
          <ListCell first>
            <Link
              href={`/creator/device-types/${type.id}`}
              className="block sm:max-w-80 truncate rounded-sm font-medium hover:text-accent hover:underline"
            >
              {type.name}
            </Link>
            {type.description ? (
              <span className="block sm:max-w-80 truncate text-faint text-xs">{type.description}</span>
            ) : null}
          </ListCell>
          <ListCell>
            <CategoryPill category={type.category} />
          </ListCell>
          <ListCell>
            <span className="text-dim">{type.networks.map((one) => network(one)).join(', ') || '–'}</span>
          </ListCell>
          <ListCell>
            <span className="text-dim">{type.group}</span>
          </ListCell>
          <ListCell end>
            {type.expectedIntervalSeconds ? (
              <Duration seconds={type.expectedIntervalSeconds} />
            ) : (
              <span className="text-faint">–</span>
            )}
          </ListCell>
          <ListCell end>
            <Quantity value={type.decoders.length} />
          </ListCell>
        </tr>
      ))}
    </ListTable>
  );
}
