import { render } from 'preact';
import { App } from './frame/App.js';
import { connect } from './state/connection.js';
import './style/tokens.css';
import './style/kit.css';
import './style/menus.css';
import './style/dialogs.css';
import './style/sidebar.css';
import './style/frame.css';
import './style/composer.css';
import './style/messages.css';
import './style/blocks.css';
import './style/figures.css';
import './style/panel.css';

connect();
render(<App />, document.body);
