# Verifies a mail on standard input with Mail::DKIM and prints each signature's result and reason.
# The public keys come from the arguments, NAME=RECORD, in place of the DNS.
use strict;
use warnings;
use Mail::DKIM::Verifier;

my %records = map { split /=/, $_, 2 } @ARGV;

package Record {
    sub new { my ($class, $text) = @_; return bless { text => $text }, $class }
    sub type { return 'TXT' }
    sub txtdata { my $self = shift; return ($self->{text}) }
}

{
    no warnings 'redefine';
    *Mail::DKIM::DNS::query = sub {
        my ($name) = @_;
        return exists $records{$name} ? (Record->new($records{$name})) : ();
    };
}

binmode STDIN;
local $/;
my $verifier = Mail::DKIM::Verifier->new();
$verifier->PRINT(<STDIN>);
$verifier->CLOSE();
for my $signature ($verifier->signatures) {
    print $signature->algorithm, ' ', $signature->result_detail, "\n";
}
