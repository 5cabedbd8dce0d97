'use client';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { cx } from '#components/ui/cx.ts';
import { TabList, TabPanel } from '#components/ui/tab-list.tsx';

export interface LowerPart {
  key: string;
  label: string;
  note?: ReactNode;
  content: ReactNode;
}

export interface WorkbenchProps {
  editor: ReactNode;
  /** What it is tried on, and what came of it. */
  side: ReactNode;
  /** What belongs to the script besides: its tests, its versions. */
  lower: readonly LowerPart[];
  /** Which of them is shown. */
  shown: string;
  onShow: (key: string) => void;
  onRun: () => void;
}

/**
 * The script, what it is tried on and what came of it beside each other, the rest below. On a phone they follow each
 * other behind one row of tabs; all stay mounted, so that nothing typed or chosen is lost.
 */
export function Workbench({ editor, side, lower, shown, onShow, onRun }: WorkbenchProps) {
  const t = useTranslations('scripts.areas');
  const [area, setArea] = useState<string>('script');
  const items = lower.map(({ key, label, note }) => ({ key, label, note }));
  const part = lower.find(({ key }) => key === shown) ?? lower[0];
  const isLower = area !== 'script' && area !== 'try';
  const runOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    onRun();
    if (area === 'script') setArea('try');
  };
  return (
    <div onKeyDownCapture={runOnEnter}>
      <TabList
        id="area"
        label={t('label')}
        apart
        className="mb-3 md:hidden"
        active={isLower ? shown : area}
        onChange={(key) => {
          setArea(key);
          if (items.some((item) => item.key === key)) onShow(key);
        }}
        items={[{ key: 'script', label: t('script') }, { key: 'try', label: t('try') }, ...items]}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(380px,2fr)]">
        {/* One column has the side between the two. */}
        <div className="contents min-w-0 flex-col gap-4 xl:flex">
          <div className={cx('min-w-0', area !== 'script' && 'max-md:hidden')}>{editor}</div>
          <section
            aria-label={t('lower')}
            className={cx(
              'min-w-0 rounded-xl border border-line bg-panel shadow-1 max-xl:order-1',
              !isLower && 'max-md:hidden',
            )}
          >
            <TabList
              id="lower"
              label={t('lower')}
              className="px-3 pt-1.5 max-md:hidden"
              active={part?.key ?? ''}
              onChange={onShow}
              items={items}
            />
            <TabPanel id="lower" active={part?.key ?? ''} className="pt-2">
              {part?.content}
            </TabPanel>
          </section>
        </div>
        <div className={cx('flex min-w-0 flex-col gap-4', area !== 'try' && 'max-md:hidden')}>{side}</div>
      </div>
    </div>
  );
}
