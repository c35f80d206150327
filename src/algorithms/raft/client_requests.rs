//! How a server answers clients (8).

use super::event::RaftEvent;
use super::message::{ClientReply, ClientRequest, ClientResult, Message};
use super::rules::Rule;
use super::server::{Out, Role, Server};
use super::settings::Reads;
use super::state_machine::{Command, Operation};
use crate::process::NodeId;

impl Server {
    /// A client's command arrives. Only a leader serves clients; others name the leader they know of (8).
    pub(super) fn on_client_request(&mut self, client: NodeId, request: &ClientRequest, out: &mut Out) {
        if self.role != Role::Leader {
            let hint = self.leader;
            out.note(RaftEvent::Redirected { client, hint });
            return reply(client, request, ClientResult::NotLeader { hint }, out);
        }
        if let Some(result) = self.already_done(client, request) {
            out.note(RaftEvent::AnsweredAgain { client, serial: request.serial });
            return reply(client, request, result, out);
        }
        match (request.operation, self.settings.reads) {
            (Operation::Get { key }, Reads::ReadIndex) => self.start_read(client, request, key, out),
            _ => self.replicate(client, request, out),
        }
    }

    /// The answer to a command that was executed before: a retry is not executed again (8).
    fn already_done(&self, client: NodeId, request: &ClientRequest) -> Option<ClientResult> {
        let (serial, answer) = self.machine.session(client)?;
        (self.rule(Rule::ExactlyOnce) && serial == request.serial).then_some(ClientResult::Done(answer))
    }

    /// "The leader appends the command to its log as a new entry, then issues AppendEntries RPCs in parallel"
    /// (5.3). A retry of a command that is in the log but not executed yet is appended too: the state machine
    /// executes the first copy only.
    fn replicate(&mut self, client: NodeId, request: &ClientRequest, out: &mut Out) {
        let ClientRequest { serial, operation } = *request;
        if let Some(owed) = self.owed_to(client) {
            *owed = serial;
        }
        self.append_command(Command::Request { client, serial, operation }, out);
        self.settings.peers(self.me).for_each(|peer| self.send_new_entries(peer, out));
    }
}

fn reply(client: NodeId, request: &ClientRequest, result: ClientResult, out: &mut Out) {
    out.send(client, Message::ClientReply(ClientReply { serial: request.serial, result }));
}
