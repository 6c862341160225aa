import { useEffect, useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useViewer, type Organization } from '../api/viewer.ts'
import { Button } from '../components/button.tsx'
import { Sidebar } from './sidebar.tsx'

/** The sidebar beside the shown page; on a phone a button opens the sidebar. */
export function Frame({
  organization,
  children,
}: {
  organization: Organization | null
  children: ReactNode
}) {
  const viewer = useViewer()
  const [open, setOpen] = useState(false)
  const [location] = useLocation()
  useEffect(() => setOpen(false), [location])
  const name = viewer.name && viewer.session ? viewer.name : (organization?.name ?? 'durahook')
  return (
    <div
      className={open ? 'frame menu-open' : 'frame'}
      onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}
    >
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header className="top-bar">
        <Button kind="quiet" aria-expanded={open} aria-controls="sidebar" onClick={() => setOpen(!open)}>
          ☰ Menu
        </Button>
        <span className="top-name">{name}</span>
      </header>
      <Sidebar organization={organization} name={name} />
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
