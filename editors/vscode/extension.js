// Starts `chrono lsp` for TOML files. The server decides which of them are ledgers.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

async function start() {
  const [command, ...args] = vscode.workspace.getConfiguration("chrono").get("command");
  client = new LanguageClient(
    "chrono",
    "chrono",
    { command, args },
    {
      documentSelector: [{ scheme: "file", pattern: "**/*.toml" }],
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.toml") },
    },
  );
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(
      `chrono: cannot run "${[command, ...args].join(" ")}" (${error.message}). ` +
        "Install it with pip install 'chrono-ledger[lsp]', or change the setting chrono.command.",
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running && running.isRunning()) {
    await running.stop();
  }
}

async function restart() {
  await stop();
  await start();
}

function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("chrono.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("chrono.command")) {
        return restart();
      }
    }),
  );
  return start();
}

module.exports = { activate, deactivate: stop };
