'use client';
import Users from 'lucide-react/icons/users';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { HeldTable } from '#components/ui/data-table/held-table.tsx';
import { NameCell } from '#components/ui/data-table/name-cell.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Pill } from '#components/ui/pill.tsx';
import { Time } from '#components/ui/time.tsx';
import type { TableViewItem } from '#server/table-views/contract.ts';
import type { User } from '#server/users/contract.ts';
import { userList } from '#server/users/list-rules.ts';
import { RoleChips } from './role-chips.tsx';

export function UserList({ users, views }: { users: User[]; views: TableViewItem[] }) {
  const t = useTranslations('organization.users');
  return (
    <HeldTable
      id="users"
      label={t('title')}
      columns={useColumns(users)}
      rows={users}
      rowId={(row) => row.id}
      list={userList}
      views={useTableViews('users', views)}
      exportHref={exportHref('users')}
      rowLines={2}
      searchPlaceholder={t('search')}
      empty={{ icon: <Users aria-hidden="true" />, title: t('emptyTitle') }}
    />
  );
}

function useColumns(users: User[]): DataColumn<User>[] {
  const t = useTranslations('organization.users');
  return useMemo(() => {
    const roles = [...new Set(users.flatMap((user) => user.roles))].sort();
    return [
      {
        id: 'name',
        header: t('name'),
        phone: 'title',
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => (
          <NameCell name={row.name}>{[row.email, row.jobTitle].filter(Boolean).join(' · ')}</NameCell>
        ),
      },
      {
        id: 'email',
        header: t('email'),
        hidden: true,
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => row.email,
      },
      {
        id: 'roles',
        header: t('roles'),
        phone: 'wide',
        filter: { kind: 'enum', options: roles.map((value) => ({ value, label: value })), optional: true },
        cell: (row) => <RoleChips roles={row.roles} />,
      },
      {
        id: 'status',
        header: t('status'),
        phone: 'corner',
        width: 130,
        filter: {
          kind: 'enum',
          options: (['active', 'deactivated'] as const).map((value) => ({ value, label: t(value) })),
        },
        cell: (row) => <Pill tone={row.status === 'active' ? 'good' : 'idle'}>{t(row.status)}</Pill>,
      },
      {
        id: 'seen',
        header: t('seen'),
        phone: 'left',
        align: 'end',
        width: 130,
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) =>
          row.lastSeenAt ? <Time value={row.lastSeenAt} /> : <span className="text-faint">{t('never')}</span>,
      },
      {
        id: 'created',
        header: t('created'),
        phone: 'right',
        align: 'end',
        width: 130,
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.createdAt} />,
      },
    ];
  }, [t, users]);
}
