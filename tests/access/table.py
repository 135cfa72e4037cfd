"""THE list: who may do what. Endpoint × actor → status, in El Jadida, with the ids of Amina's things in the addresses.

Amina is `member`, supported by `coach`. `coach2` and `member2` are of the same cooperative and have nothing to do with her.
`ended` had a role here, `nobody` has an account only, `stranger` manages another cooperative, `admin` and `observer` are the
network's. POST sends an empty form with a valid token, so 422 means: let in, and the form is shown again.

`in` is a redirect to the sign-in page (401 for JSON). 404: one may not know of it. 403: one may, but it takes another role.
In an organisation where one has no role every address is 404, whatever it holds: see test_walk.py.

A route more in the application is a row more here; the walk says which one to add.
"""

from __future__ import annotations

TABLE = """
endpoint                                        out   man   coa   coa2  mem   mem2  end   no    str   adm   obs

accounts.show_home                        GET   in    302   302   302   302   302   200   200   302   302   302
accounts.show_account                     GET   in    200   200   200   200   200   200   200   200   200   200
accounts.choose_language                  POST  in    422   422   422   422   422   422   422   422   422   422
accounts.change_password                  POST  in    422   422   422   422   422   422   422   422   422   422
accounts.show_login_change                GET   in    200   200   200   200   200   200   200   200   200   200
accounts.change_login                     POST  in    422   422   422   422   422   422   422   422   422   422
accounts.show_new_email                   GET   in    410   410   410   410   410   410   410   410   410   410
accounts.confirm_new_email                POST  in    410   410   410   410   410   410   410   410   410   410
accounts.end_session                      POST  in    404   404   404   302   404   404   404   404   404   404
accounts.end_other_sessions               POST  in    302   302   302   302   302   302   302   302   302   302

check.show_check                          GET   200   200   200   200   200   200   200   200   200   200   200
check.check_number                        POST  422   422   422   422   422   422   422   422   422   422   422
check.check_token                         GET   404   404   404   404   404   404   404   404   404   404   404

accounts.show_forgotten                   GET   200   200   200   200   200   200   200   200   200   200   200
accounts.ask_for_reset                    POST  422   422   422   422   422   422   422   422   422   422   422
accounts.show_reset_asked                 GET   200   200   200   200   200   200   200   200   200   200   200

operations.show_health                    GET   503   503   503   503   503   503   503   503   503   503   503

accounts.show_login                       GET   200   302   302   302   302   302   302   302   302   302   302
accounts.sign_in                          POST  422   422   422   422   422   422   422   422   422   422   422
accounts.sign_out                         POST  in    in    in    in    in    in    in    in    in    in    in

network_dashboard.show_network            GET   in    403   403   403   403   403   403   403   403   200   200

network.show_organisation                 GET   in    403   403   403   403   403   403   403   403   200   403
network.show_conversion                   GET   in    403   403   403   403   403   403   403   403   200   403
network.turn_into_cooperative             POST  in    403   403   403   403   403   403   403   403   422   403

network_people.show_manager_invitation    GET   in    403   403   403   403   403   403   403   403   200   403
network_people.invite_manager             POST  in    403   403   403   403   403   403   403   403   422   403

network.show_creation                     GET   in    403   403   403   403   403   403   403   403   200   403
network.create_organisation               POST  in    403   403   403   403   403   403   403   403   422   403

territories.show_list                     GET   in    403   403   403   403   403   403   403   403   200   200
territories.show_new                      GET   in    403   403   403   403   403   403   403   403   200   403
territories.add_territory                 POST  in    403   403   403   403   403   403   403   403   422   403
territories.show_several                  GET   in    403   403   403   403   403   403   403   403   200   403
territories.add_several                   POST  in    403   403   403   403   403   403   403   403   422   403
territories.show_territory                GET   in    403   403   403   403   403   403   403   403   200   200
territories.show_naming                   GET   in    403   403   403   403   403   403   403   403   200   403
territories.name_territory                POST  in    403   403   403   403   403   403   403   403   422   403
territories.show_closing                  GET   in    403   403   403   403   403   403   403   403   200   403
territories.close_territory               POST  in    403   403   403   403   403   403   403   403   422   403
territories.show_taking_back              GET   in    403   403   403   403   403   403   403   403   200   403
territories.take_back                     POST  in    403   403   403   403   403   403   403   403   422   403

style_guide.page                          GET   200   200   200   200   200   200   200   200   200   200   200

accounts.show_welcome                     GET   410   410   410   410   410   410   410   410   410   410   410
accounts.choose_first_password            POST  410   410   410   410   410   410   410   410   410   410   410
accounts.follow_link                      GET   410   410   410   410   410   410   410   410   410   410   410
accounts.list_notices                     GET   in    200   200   200   200   200   404   404   404   404   404
accounts.mark_notices_read                POST  in    302   302   302   302   302   404   404   404   404   404

amendments.show_new_amendment             GET   in    200   403   403   403   403   404   404   404   404   404
amendments.amend                          POST  in    422   403   403   403   403   404   404   404   404   404
amendments.show_amendment                 GET   in    200   403   403   403   403   404   404   404   404   404
amendments.correct_amendment              POST  in    422   403   403   403   403   404   404   404   404   404
amendments.show_deletion                  GET   in    200   403   403   403   403   404   404   404   404   404
amendments.delete_amendment               POST  in    302   403   403   403   403   404   404   404   404   404

activity.show_activity                    GET   in    200   200   200   200   200   404   404   404   404   404
activity.export_records                   GET   in    200   200   200   200   200   404   404   404   404   404
activity.show_member_week                 GET   in    200   200   404   403   403   404   404   404   404   404
activity.show_figures                     GET   in    403   403   403   200   200   404   404   404   404   404
activity.show_member_figures              GET   in    200   200   404   403   403   404   404   404   404   404
activity.export_figures                   GET   in    404   404   404   404   404   404   404   404   404   404
activity.list_records                     GET   in    200   200   200   200   200   404   404   404   404   404
activity.export_list                      GET   in    200   200   200   200   200   404   404   404   404   404
activity.list_followed                    GET   in    200   200   200   403   403   404   404   404   404   404
activity.export_followed                  GET   in    200   200   200   403   403   404   404   404   404   404
activity.show_cooperative_month           GET   in    200   403   403   403   403   404   404   404   404   404
activity.export_cooperative_month         GET   in    200   403   403   403   403   404   404   404   404   404
activity.ask_return                       GET   in    200   200   404   403   403   404   404   404   404   404
activity.return_records                   POST  in    422   422   404   403   403   404   404   404   404   404
activity.validate_records                 POST  in    422   422   404   403   403   404   404   404   404   404
activity.new_record                       GET   in    403   403   403   200   200   404   404   404   404   404
activity.log_record                       POST  in    403   403   403   422   422   404   404   404   404   404
activity.edit_record                      GET   in    403   403   403   200   404   404   404   404   404   404
activity.change_record                    POST  in    403   403   403   422   404   404   404   404   404   404
activity.repeat_day                       POST  in    403   403   403   422   422   404   404   404   404   404
activity.repeat_record                    POST  in    403   403   403   422   404   404   404   404   404   404
activity.undo_act                         POST  in    403   403   403   422   422   404   404   404   404   404
activity.fill_week                        GET   in    403   403   403   200   200   404   404   404   404   404
activity.log_week                         POST  in    403   403   403   422   422   404   404   404   404   404
activity.submit_records                   POST  in    403   403   403   422   422   404   404   404   404   404
activity.submit_all                       POST  in    403   403   403   422   422   404   404   404   404   404
activity.take_back_records                POST  in    403   403   403   422   422   404   404   404   404   404
activity.list_prospects                   GET   in    403   403   403   200   200   404   404   404   404   404
activity.ask_sale                         GET   in    403   403   403   404   404   404   404   404   404   404
activity.log_sale                         POST  in    403   403   403   404   404   404   404   404   404   404
half_day.show_half_day                    GET   in    200   403   403   403   403   404   404   404   404   404
half_day.change_half_day                  POST  in    422   403   403   403   403   404   404   404   404   404
activity.delete_record                    POST  in    403   403   403   422   404   404   404   404   404   404
receipts.open_receipt                     GET   in    200   200   404   200   404   404   404   404   404   404
receipts.open_small_receipt               GET   in    200   200   404   200   404   404   404   404   404   404
activity_settings.show_rules              GET   in    200   403   403   403   403   404   404   404   404   404
activity_settings.change_rules            POST  in    422   403   403   403   403   404   404   404   404   404
activity_settings.show_new_rate           GET   in    200   403   403   403   403   404   404   404   404   404
activity_settings.add_rate                POST  in    422   403   403   403   403   404   404   404   404   404
activity_settings.remove_rate             POST  in    422   403   403   403   403   404   404   404   404   404

contacts.list_contacts                    GET   in    403   403   403   200   200   404   404   404   404   404
contacts.export_contacts                  GET   in    403   403   403   200   200   404   404   404   404   404
contacts.list_contacts_of                 GET   in    200   200   404   403   403   404   404   404   404   404
contacts.export_contacts_of               GET   in    200   200   404   403   403   404   404   404   404   404
contacts.show_contact                     GET   in    403   403   403   200   404   404   404   404   404   404
contacts.change_contact                   POST  in    403   403   403   422   404   404   404   404   404   404
contacts.ask_merge                        GET   in    403   403   403   200   404   404   404   404   404   404
contacts.merge_contact                    POST  in    403   403   403   422   404   404   404   404   404   404

trades.show_trades                        GET   in    200   200   404   200   404   404   404   404   404   404
trades.new_trade                          GET   in    200   200   404   403   403   404   404   404   404   404
trades.add_trade                          POST  in    422   422   404   403   403   404   404   404   404   404
trades.show_trade                         GET   in    200   200   404   403   403   404   404   404   404   404
trades.change_trade                       POST  in    422   422   404   403   403   404   404   404   404   404
trades.list_shared                        GET   in    200   403   403   403   403   404   404   404   404   404
trades.new_shared                         GET   in    200   403   403   403   403   404   404   404   404   404
trades.share_trade                        POST  in    422   403   403   403   403   404   404   404   404   404
trades.new_split                          GET   in    200   403   403   403   403   404   404   404   404   404
trades.record_split                       POST  in    422   403   403   403   403   404   404   404   404   404
trades.ask_end                            GET   in    200   403   403   403   403   404   404   404   404   404
trades.end_shared                         POST  in    422   403   403   403   403   404   404   404   404   404
activity.show_record                      GET   in    200   200   404   200   404   404   404   404   404   404
activity.add_payment                      POST  in    422   422   404   422   404   404   404   404   404   404
activity.delete_payment                   POST  in    404   404   404   404   404   404   404   404   404   404
activity.ask_refusal                      GET   in    404   404   404   403   403   404   404   404   404   404
activity.refuse_payment                   POST  in    404   404   404   403   403   404   404   404   404   404
activity.comment_record                   POST  in    422   422   404   403   403   404   404   404   404   404
activity.ask_counter                      GET   in    200   200   404   200   404   404   404   404   404   404
activity.make_counter                     POST  in    422   422   404   422   404   404   404   404   404   404
activity.show_replacement                 GET   in    404   404   404   404   404   404   404   404   404   404
activity.log_replacement                  POST  in    404   404   404   404   404   404   404   404   404   404
activity.list_receivable                  GET   in    200   200   200   200   200   404   404   404   404   404
activity.export_receivable                GET   in    200   200   200   200   200   404   404   404   404   404
activity.list_months                      GET   in    200   403   403   403   403   404   404   404   404   404
activity.show_month                       GET   in    200   403   403   403   403   404   404   404   404   404
activity.close_month                      POST  in    422   403   403   403   403   404   404   404   404   404
activity.reopen_month                     POST  in    422   403   403   403   403   404   404   404   404   404
activity.list_to_remind                   GET   in    200   200   200   403   403   404   404   404   404   404
activity.note_call                        POST  in    302   302   404   403   403   404   404   404   404   404
activity.show_reminder_rule               GET   in    200   403   403   403   403   404   404   404   404   404
activity.change_reminder_rule             POST  in    422   403   403   403   403   404   404   404   404   404
activity.show_own_reminders               GET   in    403   403   403   200   200   404   404   404   404   404
activity.choose_own_reminders             POST  in    403   403   403   422   422   404   404   404   404   404
sync.show_phone                           GET   in    403   403   403   200   200   404   404   404   404   404
sync.show_token                           GET   in    403   403   403   200   200   404   404   404   404   404
sync.take_in                              POST  in    403   403   403   422   422   404   404   404   404   404
sync.list_asides                          GET   in    403   403   403   200   200   404   404   404   404   404
sync.settle_aside                         POST  in    403   403   403   422   404   404   404   404   404   404

chase.list_papers                         GET   in    200   200   200   403   403   404   404   404   404   404
chase.export_papers                       GET   in    200   403   403   403   403   404   404   404   404   404
papers.show_papers                        GET   in    200   200   404   200   404   404   404   404   404   404
papers.show_new_paper                     GET   in    200   200   404   403   403   404   404   404   404   404
papers.record_paper                       POST  in    422   422   404   403   403   404   404   404   404   404
papers.show_waiver                        GET   in    200   200   404   403   403   404   404   404   404   404
papers.waive_paper                        POST  in    422   422   404   403   403   404   404   404   404   404
papers.show_sending                       GET   in    403   403   403   200   404   404   404   404   404   404
papers.send_paper                         POST  in    403   403   403   422   404   404   404   404   404   404
papers.show_paper                         GET   in    200   200   404   403   403   404   404   404   404   404
papers.change_paper                       POST  in    422   422   404   403   403   404   404   404   404   404
papers.show_deletion                      GET   in    200   200   404   403   403   404   404   404   404   404
papers.delete_paper                       POST  in    302   302   404   403   403   404   404   404   404   404
papers.show_check                         GET   in    200   200   404   403   403   404   404   404   404   404
papers.accept_paper                       POST  in    422   422   404   403   403   404   404   404   404   404
papers.show_return                        GET   in    200   200   404   403   403   404   404   404   404   404
papers.send_back                          POST  in    422   422   404   403   403   404   404   404   404   404
papers.open_file                          GET   in    200   200   404   200   404   404   404   404   404   404
paper_kinds.list_kinds                    GET   in    200   403   403   403   403   404   404   404   404   404
paper_kinds.show_new_kind                 GET   in    200   403   403   403   403   404   404   404   404   404
paper_kinds.add_kind                      POST  in    422   403   403   403   403   404   404   404   404   404
paper_kinds.show_kind                     GET   in    200   403   403   403   403   404   404   404   404   404
paper_kinds.change_kind                   POST  in    422   403   403   403   403   404   404   404   404   404
paper_kinds.retire_kind                   POST  in    302   403   403   403   403   404   404   404   404   404
paper_kinds.offer_kind                    POST  in    302   403   403   403   403   404   404   404   404   404
paper_kinds.show_scan_deletion            GET   in    200   403   403   403   403   404   404   404   404   404
paper_kinds.delete_scans                  POST  in    422   403   403   403   403   404   404   404   404   404
paper_kinds.move_kind_up                  POST  in    302   403   403   403   403   404   404   404   404   404

attestations.list_attestations            GET   in    200   200   200   200   200   404   404   404   404   404
attestations.show_attestation             GET   in    200   200   404   200   404   404   404   404   404   404
attestations.download_attestation         GET   in    200   200   404   200   404   404   404   404   404   404
attestations.show_revocation              GET   in    200   403   403   403   403   404   404   404   404   404
attestations.revoke_attestation           POST  in    422   403   403   403   403   404   404   404   404   404
attestations.issue_attestation            POST  in    404   403   403   403   403   404   404   404   404   404
attestations.show_new                     GET   in    200   403   403   403   403   404   404   404   404   404
attestations.preview_attestation          POST  in    404   403   403   403   403   404   404   404   404   404
attestations.export_register              GET   in    200   403   403   403   403   404   404   404   404   404

coaching.show_coaching                    GET   in    200   200   200   403   403   404   404   404   404   404

contract_settings.show_rules              GET   in    200   403   403   403   403   404   404   404   404   404
contract_settings.change_rules            POST  in    422   403   403   403   403   404   404   404   404   404

contracts.list_contracts                  GET   in    200   200   200   403   403   404   404   404   404   404
contracts.export_contracts                GET   in    200   403   403   403   403   404   404   404   404   404


dashboard.show_dashboard                  GET   in    200   200   200   200   200   404   404   404   404   404

duplicates.list_duplicates                GET   in    200   403   403   403   403   404   404   404   404   404
duplicates.list_told_apart                GET   in    200   403   403   403   403   404   404   404   404   404
duplicates.show_merge                     GET   in    200   403   403   403   403   404   404   404   404   404
duplicates.merge                          POST  in    422   403   403   403   403   404   404   404   404   404
duplicates.tell_apart                     POST  in    302   403   403   403   403   404   404   404   404   404
duplicates.take_back                      POST  in    302   403   403   403   403   404   404   404   404   404

past_records.list_imports                 GET   in    200   403   403   403   403   404   404   404   404   404
past_records.show_upload                  GET   in    200   403   403   403   403   404   404   404   404   404
past_records.read_file                    POST  in    422   403   403   403   403   404   404   404   404   404
past_records.download_template            GET   in    200   403   403   403   403   404   404   404   404   404
past_records.export_records               GET   in    200   403   403   403   403   404   404   404   404   404
past_records.show_import                  GET   in    200   403   403   403   403   404   404   404   404   404
past_records.show_columns                 GET   in    200   403   403   403   403   404   404   404   404   404
past_records.choose_columns               POST  in    422   403   403   403   403   404   404   404   404   404
past_records.begin_writing                POST  in    302   403   403   403   403   404   404   404   404   404
past_records.drop_import                  POST  in    302   403   403   403   403   404   404   404   404   404
past_records.show_taking_back             GET   in    200   403   403   403   403   404   404   404   404   404
past_records.take_back                    POST  in    422   403   403   403   403   404   404   404   404   404
past_records.download_set_aside           GET   in    200   403   403   403   403   404   404   404   404   404

imports.list_imports                      GET   in    200   403   403   403   403   404   404   404   404   404
imports.show_upload                       GET   in    200   403   403   403   403   404   404   404   404   404
imports.read_file                         POST  in    422   403   403   403   403   404   404   404   404   404
imports.download_template                 GET   in    200   403   403   403   403   404   404   404   404   404
imports.show_import                       GET   in    200   403   403   403   403   404   404   404   404   404
imports.show_columns                      GET   in    200   403   403   403   403   404   404   404   404   404
imports.choose_columns                    POST  in    422   403   403   403   403   404   404   404   404   404
imports.show_questions                    GET   in    302   403   403   403   403   404   404   404   404   404
imports.answer_questions                  POST  in    422   403   403   403   403   404   404   404   404   404
imports.list_rows                         GET   in    200   403   403   403   403   404   404   404   404   404
imports.show_slips                        GET   in    200   403   403   403   403   404   404   404   404   404
imports.give_slips                        POST  in    422   403   403   403   403   404   404   404   404   404
imports.decide_all                        POST  in    302   403   403   403   403   404   404   404   404   404
imports.decide_row                        POST  in    302   403   403   403   403   404   404   404   404   404
imports.begin_writing                     POST  in    302   403   403   403   403   404   404   404   404   404
imports.show_drop                         GET   in    200   403   403   403   403   404   404   404   404   404
imports.drop_import                       POST  in    302   403   403   403   403   404   404   404   404   404
imports.download_set_aside                GET   in    200   403   403   403   403   404   404   404   404   404
transfers.show_transfers                  GET   in    200   403   404   200   404   404   404   404   404   404
transfers.show_new                        GET   in    200   403   403   403   403   404   404   404   404   404
transfers.send                            POST  in    422   403   403   403   403   404   404   404   404   404
transfers.show_consent                    GET   in    200   403   403   403   403   404   404   404   404   404
transfers.print_consent                   POST  in    422   403   403   403   403   404   404   404   404   404
transfers.show_withdrawal                 GET   in    200   403   403   403   403   404   404   404   404   404
transfers.withdraw                        POST  in    302   403   403   403   403   404   404   404   404   404
transfers.show_objection                  GET   in    403   403   403   200   404   404   404   404   404   404
transfers.object_to                       POST  in    403   403   403   302   404   404   404   404   404   404
incoming_transfers.list_transfers         GET   in    200   403   403   403   403   404   404   404   404   404
incoming_transfers.show_incoming          GET   in    200   403   403   403   403   404   404   404   404   404
incoming_transfers.accept                 POST  in    422   403   403   403   403   404   404   404   404   404
incoming_transfers.close_as_here          POST  in    422   403   403   403   403   404   404   404   404   404
incoming_transfers.show_decline           GET   in    200   403   403   403   403   404   404   404   404   404
incoming_transfers.decline                POST  in    422   403   403   403   403   404   404   404   404   404
lists.choose_filters                      GET   in    200   200   200   403   403   404   404   404   404   404
lists.list_lists                          GET   in    200   200   200   403   403   404   404   404   404   404
lists.open_list                           GET   in    404   302   404   403   403   404   404   404   404   404
lists.show_change                         GET   in    404   200   404   403   403   404   404   404   404   404
lists.change_list                         POST  in    404   422   404   403   403   404   404   404   404   404
lists.show_deletion                       GET   in    404   200   404   403   403   404   404   404   404   404
lists.delete_list                         POST  in    404   302   404   403   403   404   404   404   404   404
lists.show_new                            GET   in    200   200   200   403   403   404   404   404   404   404
lists.save_list                           POST  in    422   422   422   403   403   404   404   404   404   404

members.list_members                      GET   in    200   200   200   403   403   404   404   404   404   404
members.show_own_file                     GET   in    403   403   403   302   302   404   404   404   404   404
members.show_member                       GET   in    200   200   404   200   404   404   404   404   404   404
members.show_access                       GET   in    200   200   404   403   403   404   404   404   404   404
members.give_access                       POST  in    200   200   404   403   403   404   404   404   404   404
members.show_assignment                   GET   in    200   403   403   403   403   404   404   404   404   404
members.assign_coach                      POST  in    422   403   403   403   403   404   404   404   404   404
members.end_coaching                      POST  in    302   403   403   403   403   404   404   404   404   404
members.show_change                       GET   in    200   200   404   403   403   404   404   404   404   404
members.change_member                     POST  in    422   422   404   403   403   404   404   404   404   404
members.reveal_identity                   POST  in    200   403   403   403   403   404   404   404   404   404
photos.show_photo                         GET   in    200   200   404   200   404   404   404   404   404   404
photos.keep_photo                         POST  in    422   422   404   422   404   404   404   404   404   404
photos.show_deletion                      GET   in    200   200   404   200   404   404   404   404   404   404
photos.delete_photo                       POST  in    302   302   404   302   404   404   404   404   404   404
photos.open_photo                         GET   in    200   200   404   200   404   404   404   404   404   404
members.show_slips                        GET   in    200   200   200   403   403   404   404   404   404   404
members.give_slips                        POST  in    422   422   422   403   403   404   404   404   404   404
members.show_admission                    GET   in    200   403   403   403   403   404   404   404   404   404
members.admit_member                      POST  in    422   403   403   403   403   404   404   404   404   404

shares.show_shares                        GET  in    200   200   404   200   404   404   404   404   404   404
shares.show_entry                         GET  in    200   403   403   403   403   404   404   404   404   404
shares.record_entry                       POST in    422   403   403   403   403   404   404   404   404   404
shares.show_cancellation                  GET  in    200   403   403   403   403   404   404   404   404   404
shares.cancel_entry                       POST in    422   403   403   403   403   404   404   404   404   404
own_fields.list_fields                    GET   in    200   403   403   403   403   404   404   404   404   404
own_fields.show_new_field                 GET   in    200   403   403   403   403   404   404   404   404   404
own_fields.add_field                      POST  in    422   403   403   403   403   404   404   404   404   404
own_fields.show_field                     GET   in    200   403   403   403   403   404   404   404   404   404
own_fields.change_field                   POST  in    422   403   403   403   403   404   404   404   404   404
own_fields.move_field                     POST  in    302   403   403   403   403   404   404   404   404   404
own_fields.withdraw_field                 POST  in    302   403   403   403   403   404   404   404   404   404
own_fields.ask_field_again                POST  in    302   403   403   403   403   404   404   404   404   404
own_fields.show_new_choice                GET   in    200   403   403   403   403   404   404   404   404   404
own_fields.add_choice                     POST  in    422   403   403   403   403   404   404   404   404   404
own_fields.show_choice                    GET   in    200   403   403   403   403   404   404   404   404   404
own_fields.change_choice                  POST  in    422   403   403   403   403   404   404   404   404   404
own_fields.withdraw_choice                POST  in    302   403   403   403   403   404   404   404   404   404
own_fields.offer_choice_again             POST  in    302   403   403   403   403   404   404   404   404   404

parcours.show_new_step                    GET   in    200   200   404   403   403   404   404   404   404   404
parcours.record_step                      POST  in    422   422   404   403   403   404   404   404   404   404
parcours.show_step                        GET   in    200   200   404   403   403   404   404   404   404   404
parcours.change_step                      POST  in    422   422   404   403   403   404   404   404   404   404
parcours.show_deletion                    GET   in    200   200   404   403   403   404   404   404   404   404
parcours.delete_step                      POST  in    422   422   404   403   403   404   404   404   404   404
parcours.show_exit                        GET   in    200   403   403   403   403   404   404   404   404   404
parcours.record_exit                      POST  in    422   403   403   403   403   404   404   404   404   404
parcours.show_return                      GET   in    200   403   403   403   403   404   404   404   404   404
parcours.record_return                    POST  in    422   403   403   403   403   404   404   404   404   404

prints.show_new                           GET   in    200   403   403   403   403   404   404   404   404   404
prints.ask_for_print                      POST  in    302   403   403   403   403   404   404   404   404   404
prints.show_print                         GET   in    200   403   403   403   403   404   404   404   404   404
prints.fetch_print                        GET   in    200   403   403   403   403   404   404   404   404   404

people.show_log                           GET   in    200   403   403   403   403   404   404   404   404   404
people.list_people                        GET   in    200   403   403   403   403   404   404   404   404   404
people.show_person                        GET   in    200   403   403   403   403   404   404   404   404   404
people.end_access                         POST  in    302   403   403   403   403   404   404   404   404   404
people.invite_again                       POST  in    302   403   403   403   403   404   404   404   404   404
people.restore_access                     POST  in    302   403   403   403   403   404   404   404   404   404
people.change_role                        POST  in    422   403   403   403   403   404   404   404   404   404
people.end_sessions                       POST  in    302   403   403   403   403   404   404   404   404   404
people.show_invitation                    GET   in    200   403   403   403   403   404   404   404   404   404
people.invite                             POST  in    422   403   403   403   403   404   404   404   404   404
people.show_roles                         GET   in    200   403   403   403   403   404   404   404   404   404

reports.list_reports                      GET   in    200   200   200   403   403   404   404   404   404   404
reports.show_contracts                    GET   in    200   200   200   403   403   404   404   404   404   404
reports.contracts_csv                     GET   in    200   403   403   403   403   404   404   404   404   404
reports.contracts_pdf                     GET   in    200   403   403   403   403   404   404   404   404   404
reports.contracts_xlsx                    GET   in    200   403   403   403   403   404   404   404   404   404
reports.show_own_fields                   GET   in    200   200   200   403   403   404   404   404   404   404
reports.own_fields_csv                    GET   in    200   403   403   403   403   404   404   404   404   404
reports.own_fields_xlsx                   GET   in    200   403   403   403   403   404   404   404   404   404
reports.show_social                       GET   in    200   200   200   403   403   404   404   404   404   404
reports.list_social_people                GET   in    404   404   404   403   403   404   404   404   404   404
reports.social_csv                        GET   in    200   403   403   403   403   404   404   404   404   404
reports.social_pdf                        GET   in    200   403   403   403   403   404   404   404   404   404
reports.social_xlsx                       GET   in    200   403   403   403   403   404   404   404   404   404
reports.list_csv                          GET   in    200   403   403   403   403   404   404   404   404   404
reports.list_pdf                          GET   in    200   403   403   403   403   404   404   404   404   404
reports.list_xlsx                         GET   in    200   403   403   403   403   404   404   404   404   404
reports.show_situations                   GET   in    200   200   200   403   403   404   404   404   404   404
reports.situations_csv                    GET   in    200   403   403   403   403   404   404   404   404   404
reports.situations_pdf                    GET   in    200   403   403   403   403   404   404   404   404   404
reports.situations_xlsx                   GET   in    200   403   403   403   403   404   404   404   404   404
reports.show_members                      GET   in    200   200   200   403   403   404   404   404   404   404
reports.members_csv                       GET   in    200   403   403   403   403   404   404   404   404   404
reports.members_pdf                       GET   in    200   403   403   403   403   404   404   404   404   404
reports.members_xlsx                      GET   in    200   403   403   403   403   404   404   404   404   404

share_reports.show_associates             GET  in    200   403   403   403   403   404   404   404   404   404
share_reports.show_capital                GET  in    200   403   403   403   403   404   404   404   404   404
share_reports.show_share_ledger           GET  in    200   403   403   403   403   404   404   404   404   404
share_reports.take_report                 GET  in    200   403   403   403   403   404   404   404   404   404

statements.show_own_statement             GET  in    403   403   403   302   302   404   404   404   404   404
statements.show_statement                 GET  in    200   200   404   200   404   404   404   404   404   404
statements.show_rows                      GET  in    200   200   404   200   404   404   404   404   404   404
statements.show_contributions             GET  in    200   200   404   200   404   404   404   404   404   404
statements.show_entry                     GET  in    200   403   403   403   403   404   404   404   404   404
statements.record_entry                   POST in    422   403   403   403   403   404   404   404   404   404
statements.show_cancellation              GET  in    200   403   403   403   403   404   404   404   404   404
statements.cancel_entry                   POST in    422   403   403   403   403   404   404   404   404   404
statements.show_exemption                 GET  in    200   403   403   403   403   404   404   404   404   404
statements.exempt                         POST in    422   403   403   403   403   404   404   404   404   404
statements.show_exemption_withdrawal      GET  in    200   403   403   403   403   404   404   404   404   404
statements.withdraw_exemption             POST in    422   403   403   403   403   404   404   404   404   404
account_reports.take_statement            GET  in    200   200   404   200   404   404   404   404   404   404
account_reports.take_contributions        GET  in    200   403   403   403   403   404   404   404   404   404
contributions.list_contributions          GET  in    200   403   403   403   403   404   404   404   404   404
contributions.show_pasting                GET  in    200   403   403   403   403   404   404   404   404   404
contributions.record_pasted               POST in    422   403   403   403   403   404   404   404   404   404

contribution_rules.show_rules             GET  in    200   403   403   403   403   404   404   404   404   404
contribution_rules.show_rule              GET  in    200   403   403   403   403   404   404   404   404   404
contribution_rules.set_rule               POST in    422   403   403   403   403   404   404   404   404   404
contribution_rules.show_withdrawal        GET  in    200   403   403   403   403   404   404   404   404   404
contribution_rules.withdraw_rule          POST in    422   403   403   403   403   404   404   404   404   404
contribution_rules.show_pay_rates         GET  in    200   403   403   403   403   404   404   404   404   404
contribution_rules.set_pay_rates          POST in    422   403   403   403   403   404   404   404   404   404

shares.show_settings                      GET  in    200   403   403   403   403   404   404   404   404   404
shares.set_value                          POST in    422   403   403   403   403   404   404   404   404   404
shares.show_rule                          GET  in    200   403   403   403   403   404   404   404   404   404
shares.change_rule                        POST in    422   403   403   403   403   404   404   404   404   404
shares.show_removal                       GET  in    200   403   403   403   403   404   404   404   404   404
shares.remove_value                       POST in    422   403   403   403   403   404   404   404   404   404

settings.show_settings                    GET   in    200   403   403   403   403   404   404   404   404   404
settings.change_identity                  POST  in    422   403   403   403   403   404   404   404   404   404
settings.list_signatories                 GET   in    200   403   403   403   403   404   404   404   404   404
settings.add_signatory                    POST  in    422   403   403   403   403   404   404   404   404   404
settings.retire_signatory                 POST  in    302   403   403   403   403   404   404   404   404   404
settings.list_words                       GET   in    200   403   403   403   403   404   404   404   404   404
settings.show_word                        GET   in    200   403   403   403   403   404   404   404   404   404
settings.change_word                      POST  in    422   403   403   403   403   404   404   404   404   404
settings.offer_word                       POST  in    302   403   403   403   403   404   404   404   404   404
settings.retire_word                      POST  in    302   403   403   403   403   404   404   404   404   404
settings.show_new_word                    GET   in    200   403   403   403   403   404   404   404   404   404
settings.add_word                         POST  in    422   403   403   403   403   404   404   404   404   404

work_relations.show_contracts             GET   in    200   200   404   200   404   404   404   404   404   404
work_relations.show_new_contract          GET   in    200   403   403   403   403   404   404   404   404   404
work_relations.record_contract            POST  in    422   403   403   403   403   404   404   404   404   404
work_relations.show_contract              GET   in    200   403   403   403   403   404   404   404   404   404
work_relations.correct_contract           POST  in    422   403   403   403   403   404   404   404   404   404
work_relations.show_deletion              GET   in    200   403   403   403   403   404   404   404   404   404
work_relations.delete_contract            POST  in    422   403   403   403   403   404   404   404   404   404
work_relations.show_end                   GET   in    200   403   403   403   403   404   404   404   404   404
work_relations.end_contract               POST  in    422   403   403   403   403   404   404   404   404   404
work_relations.show_reopening             GET   in    200   403   403   403   403   404   404   404   404   404
work_relations.reopen_contract            POST  in    422   403   403   403   403   404   404   404   404   404
social.show_social                        GET   in    200   200   404   200   404   404   404   404   404   404
social.show_part                          GET   in    200   200   404   403   403   404   404   404   404   404
social.change_part                        POST  in    422   422   404   403   403   404   404   404   404   404
social.show_own_fields                    GET   in    200   200   404   403   403   404   404   404   404   404
social.fill_in_own_fields                 POST  in    422   422   404   403   403   404   404   404   404   404
social.reveal_sensitive                   POST  in    200   403   404   200   404   404   404   404   404   404
social.show_disability                    GET   in    200   403   403   403   403   404   404   404   404   404
social.record_disability                  POST  in    422   403   403   403   403   404   404   404   404   404
social.show_erasure                       GET   in    200   403   403   403   403   404   404   404   404   404
social.erase_disability                   POST  in    302   403   403   403   403   404   404   404   404   404
social_facts.show_new_fact                GET   in    200   200   404   403   403   404   404   404   404   404
social_facts.record_fact                  POST  in    422   422   404   403   403   404   404   404   404   404
social_facts.show_fact                    GET   in    200   200   404   403   403   404   404   404   404   404
social_facts.change_fact                  POST  in    422   422   404   403   403   404   404   404   404   404
social_facts.show_deletion                GET   in    200   200   404   403   403   404   404   404   404   404
social_facts.delete_fact                  POST  in    302   302   404   403   403   404   404   404   404   404
social_facts.reveal_number                POST  in    200   403   403   403   403   404   404   404   404   404
together.show_coach                       GET   in    200   403   403   403   403   404   404   404   404   404
together.assign_coach                     POST  in    422   403   403   403   403   404   404   404   404   404
together.show_step                        GET   in    200   200   200   403   403   404   404   404   404   404
together.record_step                      POST  in    422   422   422   403   403   404   404   404   404   404

workshops.show_workshops                  GET   in    200   200   200   200   200   404   404   404   404   404
"""

SHORT = {
    "out": "out",
    "man": "manager",
    "coa": "coach",
    "coa2": "coach2",
    "mem": "member",
    "mem2": "member2",
    "end": "ended",
    "no": "nobody",
    "str": "stranger",
    "adm": "admin",
    "obs": "observer",
}


def expected() -> dict[tuple[str, str], dict[str, str]]:
    """Status by actor, by endpoint and method."""
    heading, *rows = [line.split() for line in TABLE.splitlines() if line]
    actors = [SHORT[short] for short in heading[1:]]
    return {(row[0], row[1]): dict(zip(actors, row[2:], strict=True)) for row in rows}
