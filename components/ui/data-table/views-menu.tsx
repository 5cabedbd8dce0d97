'use client';
import Bookmark from 'lucide-react/icons/bookmark';
import Link2 from 'lucide-react/icons/link-2';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../button.tsx';
import { Chip } from '../chip.tsx';
import { copyText } from '../copy.ts';
import { cx } from '../cx.ts';
import { Popover } from '../popover.tsx';
import { toast } from '../toast.tsx';
import { SavedViewLine } from './saved-view-line.tsx';
import { mainView, viewPart } from './table-address.ts';
import type { SavedView, SavedViews } from './table-types.ts';
import type { TableUrlState } from './use-table-state.ts';
import { ViewForm } from './view-form.tsx';

interface ViewsMenuProps {
  views: SavedViews;
  state: TableUrlState;
  prefix: string;
}

/** Whether what is looked at is still what was saved; both in one form. */
const same = (view: SavedView, address: string) => viewPart(new URLSearchParams(view.address)) === address;

/** The reader's saved views, the table's own among them; saving, changing and sharing what is looked at. */
export function ViewsMenu({ views, state, prefix }: ViewsMenuProps) {
  const t = useTranslations('ui.table');
  const [open, setOpen] = useState(false);
  const [form, setForm] = useState(false);
  const current = views.list.find((view) => view.id === state.viewId);
  const changed = current !== undefined && !same(current, state.address);
  const close = () => setOpen(false);
  return (
    <Popover
      align="end"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setForm(false);
      }}
      title={t('views')}
      className="w-80! p-2!"
      trigger={
        <Chip data-views="" icon={<Bookmark aria-hidden="true" />} className="max-w-52">
          <span className={cx('truncate', !current && 'max-sm:sr-only')}>{current?.name ?? t('views')}</span>
          {changed ? <span className="text-faint">{t('viewChanged')}</span> : null}
        </Chip>
      }
    >
      <ul className="-mx-1 max-h-[min(50dvh,24rem)] overflow-y-auto px-1">
        <li>
          <button
            type="button"
            aria-current={state.viewId === null && state.address === '' ? 'true' : undefined}
            onClick={() => {
              state.openView(null);
              close();
            }}
            className="menu-item w-full hover:bg-sel focus-visible:bg-sel aria-[current]:font-semibold"
          >
            {t('mainView')}
          </button>
        </li>
        {views.list.map((view) => (
          <SavedViewLine
            key={view.id}
            view={view}
            views={views}
            current={view.id === state.viewId}
            address={same(view, state.address) ? null : state.address}
            onOpen={() => {
              state.openView(view);
              close();
            }}
            onOverwritten={() => state.nameView(view.id)}
            onRemoved={() => view.id === state.viewId && state.nameView(null)}
          />
        ))}
      </ul>
      {form ? (
        <ViewForm
          submitLabel={t('saveView')}
          onCancel={() => setForm(false)}
          onSubmit={async ({ name, isDefault }) => {
            const saved = await views.save({ name, isDefault, address: state.address });
            if (!saved.ok) return saved.words;
            state.nameView(saved.id);
            close();
            return null;
          }}
        />
      ) : (
        <Foot
          full={views.list.length >= views.most}
          most={views.most}
          onSave={() => setForm(true)}
          onShare={() => void share(state.address, prefix, t('linkCopied'))}
        />
      )}
    </Popover>
  );
}

interface FootProps {
  full: boolean;
  most: number;
  onSave: () => void;
  onShare: () => void;
}

function Foot({ full, most, onSave, onShare }: FootProps) {
  const t = useTranslations('ui.table');
  return (
    <div className="mt-2 border-line border-t px-1 pt-2.5">
      {full ? <p className="mb-2 text-dim text-xs">{t('viewsFull', { most })}</p> : null}
      <div className="flex flex-wrap justify-between gap-2">
        <Button size="sm" disabled={full} onClick={onSave} icon={<Bookmark aria-hidden="true" />}>
          {t('saveViewAs')}
        </Button>
        <Button size="sm" variant="quiet" onClick={onShare} icon={<Link2 aria-hidden="true" />}>
          {t('copyLink')}
        </Button>
      </div>
    </div>
  );
}

/** The link holds all of it; where nothing stands out it says that the table's own view is meant. */
async function share(address: string, prefix: string, copied: string): Promise<void> {
  const url = new URL(window.location.pathname, window.location.origin);
  const parts = [...new URLSearchParams(address)];
  for (const [name, value] of parts) url.searchParams.append(prefix + name, value);
  if (parts.length === 0) url.searchParams.set(`${prefix}view`, mainView);
  await copyText(url.href);
  toast({ title: copied });
}
