import { createRoot } from 'react-dom/client'
import { App } from './shell/app.tsx'
import { applyTheme } from './shell/theme.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/shell.css'
import './styles/places.css'
import './styles/log.css'
import './styles/search.css'
import './styles/cards.css'
import './styles/replays.css'
import './styles/installation.css'
import './styles/first-steps.css'
import './styles/chart.css'

applyTheme()
createRoot(document.getElementById('page')!).render(<App />)
