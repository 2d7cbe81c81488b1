# Scores mails with SpamAssassin's own rules, without the network: FILE… prints "score<TAB>rules" a line.
use strict;
use warnings;
use Mail::SpamAssassin;

my $judge = Mail::SpamAssassin->new({
  local_tests_only   => 1,
  dont_copy_prefs    => 1,
  userprefs_filename => "/dev/null",
  userstate_dir      => shift @ARGV,
});
for my $file (@ARGV) {
  open my $in, "<:raw", $file or die "$file: $!";
  my $text = do { local $/; <$in> };
  close $in;
  my $mail   = $judge->parse($text);
  my $status = $judge->check($mail);
  my @rules  = map { "$_=" . ($status->{conf}{scores}{$_} // 0) } split /,/, $status->get_names_of_tests_hit;
  printf "%.3f\t%s\n", $status->get_score, join(" ", @rules);
  $status->finish;
  $mail->finish;
}
