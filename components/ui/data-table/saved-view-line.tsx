'use client';
import EllipsisVertical from 'lucide-react/icons/ellipsis-vertical';
import Pencil from 'lucide-react/icons/pencil';
import Save from 'lucide-react/icons/save';
import Star from 'lucide-react/icons/star';
import Trash2 from 'lucide-react/icons/trash-2';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { IconButton } from '../icon-button.tsx';
import { Menu, MenuItem } from '../menu.tsx';
import { toast } from '../toast.tsx';
import type { SavedView, SavedViews } from './table-types.ts';
import { ViewForm } from './view-form.tsx';

interface SavedViewLineProps {
  view: SavedView;
  views: SavedViews;
  current: boolean;
  /** What is looked at now, where it differs from what was saved. */
  address: string | null;
  onOpen: () => void;
  onOverwritten: () => void;
  onRemoved: () => void;
}

export function SavedViewLine(props: SavedViewLineProps) {
  const { view, views, current, address, onOpen, onOverwritten, onRemoved } = props;
  const t = useTranslations('ui.table');
  const [renaming, setRenaming] = useState(false);
  const said = async (work: Promise<string | null>, then?: () => void) => {
    const refusal = await work;
    if (refusal) toast({ title: refusal, tone: 'bad' });
    else then?.();
  };
  if (renaming) {
    return (
      <li>
        <ViewForm
          view={view}
          submitLabel={t('renameView')}
          onCancel={() => setRenaming(false)}
          onSubmit={async (changes) => {
            const refusal = await views.change(view.id, changes);
            if (!refusal) setRenaming(false);
            return refusal;
          }}
        />
      </li>
    );
  }
  return (
    <li className="flex items-center gap-1 rounded-md pr-1 hover:bg-sel">
      <button
        type="button"
        aria-current={current ? 'true' : undefined}
        onClick={onOpen}
        className="menu-item min-w-0 flex-1 focus-visible:bg-sel aria-[current]:font-semibold"
      >
        <span className="truncate">{view.name}</span>
        {view.isDefault ? <span className="shrink-0 text-faint text-xs">{t('isDefault')}</span> : null}
      </button>
      <Menu
        align="end"
        trigger={
          <IconButton
            size="sm"
            label={t('viewMenu', { view: view.name })}
            icon={<EllipsisVertical aria-hidden="true" />}
            tooltip={false}
          />
        }
      >
        <MenuItem
          icon={<Save aria-hidden="true" />}
          disabled={address === null}
          onSelect={() => address !== null && void said(views.change(view.id, { address }), onOverwritten)}
        >
          {t('overwriteView')}
        </MenuItem>
        <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => setRenaming(true)}>
          {t('renameView')}
        </MenuItem>
        <MenuItem
          icon={<Star aria-hidden="true" />}
          onSelect={() => void said(views.change(view.id, { isDefault: !view.isDefault }))}
        >
          {t(view.isDefault ? 'noDefault' : 'makeDefault')}
        </MenuItem>
        <MenuItem
          danger
          icon={<Trash2 aria-hidden="true" />}
          onSelect={() => void said(views.remove(view), onRemoved)}
        >
          {t('deleteView')}
        </MenuItem>
      </Menu>
    </li>
  );
}
