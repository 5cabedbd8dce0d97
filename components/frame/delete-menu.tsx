'use client';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Trash2 from 'lucide-react/icons/trash-2';
import { type ReactNode, useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu, MenuItem } from '#components/ui/menu.tsx';

export interface DeleteMenuProps {
  label: string;
  action: string;
  dialog: (shown: { open: boolean; onOpenChange: (open: boolean) => void }) => ReactNode;
}

/** A deletion, one step away from what is done every day. */
export function DeleteMenu({ label, action, dialog }: DeleteMenuProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton label={label} tooltip={false} icon={<Ellipsis aria-hidden="true" />} />}
      >
        <MenuItem danger icon={<Trash2 aria-hidden="true" />} onSelect={() => setOpen(true)}>
          {action}
        </MenuItem>
      </Menu>
      {dialog({ open, onOpenChange: setOpen })}
    </>
  );
}
