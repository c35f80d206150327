const {BASE} = require('./src/faultyard');

module.exports = {
  title: 'Consensus',
  url: 'https://example.org',
  baseUrl: '/docusaurus/',
  trailingSlash: false, // all pages are in one folder, and so one BASE leads from each to Faultyard
  onBrokenAnchors: 'ignore', // #demo is the element's id, which Docusaurus does not see
  scripts: [{src: `${BASE}embed.js`, defer: true}],
  presets: [['classic', {docs: {routeBasePath: '/', sidebarPath: undefined}, blog: false}]],
};
